import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { ADMIN } from '../helpers/accounts.ts';
import { fillIn, loginAs } from '../helpers/login.ts';
import { startDevelopment } from '../editions/development.ts';
import { startUnset } from '../editions/embedded.ts';
import { expect, test } from '../helpers/test.ts';

const LOGIN = 'POST /auth/v1/login/local';

test.describe('A: authentication', () => {
  test('a stranger signs in and ends at the dashboard', async ({ page }) => {
    await page.goto('/');
    await expect(page).toHaveURL('/login');
    await fillIn(page, ADMIN);
    await expect(page).toHaveURL('/dashboard');
    await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
  });

  test('a wrong password is told without a hint, and the address stays', async ({ page, administrator, faults }) => {
    faults.expect(RegExp(`^401 ${LOGIN}$`));
    const { email } = await administrator.makeUser();
    const told: string[] = [];
    for (const somebody of [email, `nobody.${randomUUID()}@example.com`]) {
      await page.goto('/login');
      await fillIn(page, { email: somebody, password: 'a-wrong-password-1' });
      const alert = page.getByRole('alert');
      await expect(alert).toBeVisible();
      told.push(await alert.innerText());
      await expect(page.getByLabel('E-mail', { exact: true })).toHaveValue(somebody);
      await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
    }
    expect(told[0]).toBe(told[1]);
  });

  test('too many wrong passwords are throttled, and the right one works after the wait', async ({
    page,
    administrator,
    faults,
  }) => {
    faults.expect(RegExp(`^(401|429) ${LOGIN}$`));
    const account = await administrator.makeUser();
    await page.clock.install();
    await page.goto('/login');
    const wait = page.getByRole('button', { name: /^Try again in \d/ });
    const button = page.getByRole('button', { name: /^(Sign in|Try again in \d.*)$/ });
    await expect(button).toBeVisible();
    // For the page time stands still, so that a wait of a second is seen too.
    await page.clock.pauseAt(Date.now() + 60_000);
    for (let attempts = 0; !(await wait.isVisible()); attempts += 1) {
      expect(attempts, 'nobody is throttled').toBeLessThan(10);
      await page.getByLabel('E-mail', { exact: true }).fill(account.email);
      await page.getByLabel('Password', { exact: true }).fill(`a-wrong-password-${attempts}`);
      const answered = page.waitForResponse('**/auth/v1/login/local');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await answered;
      await expect(button).not.toHaveAttribute('aria-busy');
    }
    await expect(page.getByText('Too many attempts')).toBeVisible();
    await expect(wait).toBeDisabled();
    // The server has a clock of its own, and turns away whoever is too early.
    await expect(async () => {
      await page.clock.fastForward('15:00');
      await fillIn(page, account);
      await expect(page).toHaveURL('/dashboard', { timeout: 2_000 });
    }).toPass();
  });

  test('what is missing is told at the field', async ({ page, faults }) => {
    faults.expect(RegExp(`^422 ${LOGIN}$`));
    await page.goto('/login');
    await fillIn(page, { email: 'not an address', password: 'dev-admin-password-1' });
    const email = page.getByLabel('E-mail', { exact: true });
    await expect(email).toHaveAccessibleDescription(/e-mail/i);
    await expect(email).toHaveAttribute('aria-invalid', 'true');
    await expect(email).toBeFocused();
  });

  test('after sign-in one is where one wanted to be', async ({ page, faults }) => {
    faults.expect(/^401 POST \/auth\/v1\/refresh$/);
    await page.goto('/users?q=ada');
    await expect(page).toHaveURL(/\/login\?return_to=/);
    await fillIn(page, ADMIN);
    await expect(page).toHaveURL('/users?q=ada');
  });

  for (const foreign of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
  ]) {
    test(`b13: a foreign return_to leads home: ${foreign}`, async ({ page, baseURL }) => {
      await page.goto(`/login?${new URLSearchParams({ return_to: foreign })}`);
      await fillIn(page, ADMIN);
      await expect(page.getByRole('navigation', { name: 'Main' }).or(page.getByRole('main')).first()).toBeVisible();
      await expect(page).not.toHaveURL(/\/login/);
      expect(new URL(page.url()).origin).toBe(baseURL);
    });
  }

  for (const nowhere of ['/no/such-page', '/%2509/evil.example']) {
    test(`an own return_to that is no page leads home: ${nowhere}`, async ({ page }) => {
      await page.goto(`/login?${new URLSearchParams({ return_to: nowhere })}`);
      await fillIn(page, ADMIN);
      await expect(page).toHaveURL('/dashboard');
    });
  }

  test('a barred account is refused like a wrong password', async ({ page, administrator, faults }) => {
    faults.expect(RegExp(`^401 ${LOGIN}$`));
    const account = await administrator.makeUser();
    await administrator.change(account.id, { status: 'locked' });
    await page.goto('/login');
    await fillIn(page, account);
    await expect(page.getByText('E-mail or password is wrong.')).toBeVisible();
  });

  test('the first administrator is made with the one-time token, which works once', async ({
    page,
    edition,
    faults,
    elsewhere,
  }) => {
    test.skip(edition !== 'embedded', 'a stack is set up when the specs come');
    const server = await startUnset();
    try {
      await page.goto(`${server.origin}/setup`);
      await fillInSetup(page, { token: 'not-the-token' });
      await expect(page.getByLabel('One-time token')).toHaveAccessibleDescription(/not valid/);
      await page.getByLabel('One-time token').fill(server.setupToken);
      await page.getByRole('button', { name: 'Create the first administrator' }).click();
      await expect(page).toHaveURL(`${server.origin}/dashboard`);
      await expect(page.getByRole('region', { name: 'For operators' })).toBeVisible();

      const late = await elsewhere();
      await late.goto(`${server.origin}/setup`);
      await fillInSetup(late, { token: server.setupToken });
      await expect(late.getByLabel('One-time token')).toHaveAccessibleDescription(/not valid/);
    } finally {
      await server.stop();
    }
    faults.expect(/^401 POST \/auth\/v1\/setup$/);
  });

  test('who is signed in does not see the sign-in page', async ({ page }) => {
    await loginAs(page, ADMIN);
    await page.goto('/login');
    await expect(page).toHaveURL('/dashboard');
  });

  test('whoever works on the app signs in through its development server', async ({ server, playwright }) => {
    const development = await startDevelopment(server.origin);
    const { origin } = development;
    const { email, password } = ADMIN;
    const browser = await playwright.request.newContext({ baseURL: origin, extraHTTPHeaders: { origin } });
    try {
      const signedIn = await browser.post('/auth/v1/login/local', { data: { email, password } });
      expect(signedIn.status()).toBe(200);
      const { access_token } = (await signedIn.json()) as { access_token: string };
      const headers = { authorization: `Bearer ${access_token}` };
      for (const path of ['/users/v1?limit=1', '/account/v1/me', '/audit/v1?limit=1', '/api/dashboard']) {
        expect((await browser.get(path, { headers })).status(), path).toBe(200);
      }
      expect((await browser.post('/auth/v1/refresh')).status()).toBe(200);
      for (const page of ['/users', '/account', '/audit']) {
        const answer = await browser.get(page, { headers: { accept: 'text/html' } });
        expect(answer.headers()['content-type'], page).toContain('text/html');
      }
    } finally {
      await browser.dispose();
      await development.stop();
    }
  });

  test('everything can be done by keyboard', async ({ page }) => {
    await page.goto('/login');
    await page.getByLabel('E-mail', { exact: true }).focus();
    await page.keyboard.type(ADMIN.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(ADMIN.password);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL('/dashboard');
  });
});

async function fillInSetup(page: Page, { token }: { token: string }): Promise<void> {
  await page.getByLabel('One-time token').fill(token);
  await page.getByLabel('Display name').fill('Olga Owner');
  await page.getByLabel('E-mail', { exact: true }).fill('owner@example.org');
  await page.getByLabel('Password', { exact: true }).fill('nine-quiet-herons-1');
  await page.getByRole('button', { name: 'Create the first administrator' }).click();
}
