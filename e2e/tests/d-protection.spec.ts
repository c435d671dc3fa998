import type { Response } from '@playwright/test';
import { ADMIN } from '../helpers/accounts.ts';
import { loginAs, navigateSPA } from '../helpers/login.ts';
import { expect, test } from '../helpers/test.ts';

const ADMIN_PAGES = ['/users', '/users/0190a3c2-7f00-7000-8000-000000000001', '/audit', '/auth-providers'];

test.describe('D: roles and protection', () => {
  test('who is no admin sees no admin pages', async ({ page, administrator }) => {
    await loginAs(page, await administrator.makeUser());
    const places = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
    await expect(places).toHaveText(['Dashboard', 'Account']);
  });

  for (const address of ADMIN_PAGES) {
    test(`who types an admin page’s address gets a friendly page: ${address}`, async ({ page, administrator }) => {
      const requests: string[] = [];
      page.on('request', (request) => requests.push(new URL(request.url()).pathname));
      await loginAs(page, await administrator.makeUser(), address);
      await expect(page.getByRole('heading', { level: 1, name: 'For administrators' })).toBeVisible();
      await page.getByRole('link', { name: 'Go to the dashboard' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
      expect(requests.filter((path) => /^\/(users|audit)\/v1|^\/auth\/v1\/providers/.test(path))).toEqual([]);
    });
  }

  test('who stops being an admin while on an admin page loses it', async ({ page, administrator, faults }) => {
    faults.expect(/^403 GET \/users\/v1/);
    const account = await administrator.makeUser({ roles: ['Admin', 'User'] });
    await loginAs(page, account, '/users');
    await expect(page.getByRole('list', { name: 'Users' })).toBeVisible();
    await administrator.change(account.id, { roles: ['User'] });
    await page.getByRole('searchbox', { name: 'Search by name or e-mail' }).fill('ada');
    await expect(page.getByRole('heading', { level: 1, name: 'For administrators' })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Users' })).toHaveCount(0);
    await expect(page.getByText(ADMIN.email)).toHaveCount(0);
  });

  test('who becomes an admin sees the admin pages without signing in again', async ({ page, administrator }) => {
    const account = await administrator.makeUser();
    await loginAs(page, account);
    await administrator.change(account.id, { roles: ['Admin', 'User'] });
    await page.reload();
    await navigateSPA(page, 'Users');
    await expect(page.getByRole('list', { name: 'Users' })).toBeVisible();
  });

  test('an address that leads nowhere says so', async ({ page }) => {
    await page.goto('/no/such-page');
    await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  });

  test('pages are compressed and asked for again, assets are kept for ever', async ({ request, page, baseURL }) => {
    for (const path of ['/', '/login', '/users', '/no/such-page']) {
      const answer = await request.get(path, { headers: { 'accept-encoding': 'br, gzip' } });
      expect(answer.status(), path).toBe(200);
      expect(answer.headers(), path).toMatchObject({
        'cache-control': expect.stringMatching(/^no-(cache|store)$/),
        'content-encoding': expect.stringMatching(/^(br|gzip)$/),
        'content-type': 'text/html; charset=utf-8',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      });
      const policy = answer.headers()['content-security-policy'];
      expect(policy, path).toContain("frame-ancestors 'none'");
      expect(policy, path).not.toMatch(/script-src|default-src/);
    }
    const assets = new Set<string>();
    page.on('request', (asked) => assets.add(asked.url()));
    await page.goto('/login');
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    const immutable = [...assets].filter((url) => url.includes('/_app/immutable/'));
    expect(immutable.length).toBeGreaterThan(3);
    for (const url of immutable) {
      const answer = await request.get(url);
      expect(answer.headers()['cache-control'], url).toBe('public, max-age=31536000, immutable');
      expect(await answer.text(), url).not.toContain('sourceMappingURL');
      expect((await request.get(`${url}.map`)).status(), url).toBe(404);
    }
    expect([...assets].filter((url) => !url.startsWith(baseURL!))).toEqual([]);
  });

  test('i3: a cache in front of everything shares nothing', async ({ page, request, administrator }) => {
    const other = await administrator.makeUser();
    const answers: Response[] = [];
    page.on('response', (answer) => answers.push(answer));
    await loginAs(page, ADMIN);
    await page.reload();
    for (const place of ['Users', 'Audit', 'Account'] as const) await navigateSPA(page, place);
    await page.goto(`/users/${other.id}`);
    await expect(page.getByRole('heading', { level: 1, name: other.displayName })).toBeVisible();

    const kept = new Map<string, string>();
    for (const answer of answers) {
      const { 'cache-control': rule = '', ...headers } = await answer.allHeaders();
      if (/no-store|private/.test(rule)) continue;
      // RFC 9111, section 3: whatever else a shared cache may keep, and give to the next one who asks.
      kept.set(answer.url(), rule);
      expect(headers['set-cookie'], answer.url()).toBeUndefined();
      expect(headers['vary'] ?? '', answer.url()).not.toMatch(/cookie|authorization/i);
    }
    const paths = [...kept.keys()].map((url) => new URL(url).pathname);
    expect(paths).toContain('/dashboard');
    expect(paths.filter((path) => /^\/(api|auth|users\/v1|account\/v1|audit\/v1|userinfo)(\/|$)/.test(path))).toEqual(
      [],
    );
    const asAdmin = await page.context().newPage();
    for (const url of kept.keys()) {
      const [admins, strangers] = [await asAdmin.request.get(url), await request.get(url)];
      expect((await strangers.body()).equals(await admins.body()), url).toBe(true);
      for (const secret of ['v4.public.', ADMIN.email, other.email])
        expect(await strangers.text(), url).not.toContain(secret);
    }
  });

  test('what is the servers’ is never a page', async ({ request }) => {
    for (const path of [
      '/api',
      '/api/x.css',
      '/auth/nothing',
      '/users/v1/a/b',
      '/account/v1',
      '/audit/v1/x',
      '/.well-known/x',
      '/_app/immutable/old.js',
      '/x.css',
    ]) {
      const answer = await request.get(path, { headers: { accept: 'text/html' } });
      expect(answer.status(), path).toBe(404);
      expect(answer.headers()['content-type'], path).not.toContain('text/html');
      expect(answer.headers()['cache-control'], path).toBe('no-store');
    }
  });
});
