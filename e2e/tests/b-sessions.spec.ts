import { ADMIN } from '../helpers/accounts.ts';
import { fillIn, loginAs, navigateSPA, signOut } from '../helpers/login.ts';
import { answerAway, hold, takeServerAway } from '../helpers/network.ts';
import { expect, test } from '../helpers/test.ts';

const REFRESH_REFUSED = /^401 POST \/auth\/v1\/refresh$/;
const ROUNDS = 20;

test.describe('B: sessions and tabs', () => {
  test('a reload keeps one signed in, and where one was', async ({ page }) => {
    await loginAs(page, ADMIN, '/users');
    await page.reload();
    await expect(page).toHaveURL('/users');
    await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible();
  });

  test('c1: two tabs that refresh at once for many rounds are never signed out', async ({ page, context }) => {
    test.setTimeout(180_000);
    await loginAs(page, ADMIN);
    const tabs = [page, await context.newPage()];
    await tabs[1]!.goto('/account');
    for (let round = 0; round < ROUNDS; round += 1) {
      await Promise.all(tabs.map((tab) => tab.reload()));
      await Promise.all(tabs.map((tab) => expect(tab.getByRole('navigation', { name: 'Main' })).toBeVisible()));
    }
    await expect(tabs[0]!).toHaveURL('/dashboard');
    await expect(tabs[1]!).toHaveURL('/account');
  });

  test('c1: the same without a lock between the tabs', async ({ page, context }) => {
    test.setTimeout(240_000);
    // As on plain http under a name: then only the server's grace for repeated requests helps.
    await context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'locks'));
    await loginAs(page, ADMIN);
    const tabs = [page, await context.newPage(), await context.newPage()];
    await Promise.all(tabs.slice(1).map((tab) => tab.goto('/account')));
    for (let round = 0; round < ROUNDS; round += 1) {
      await Promise.all(tabs.map((tab) => tab.reload()));
      await Promise.all(tabs.map((tab) => expect(tab.getByRole('navigation', { name: 'Main' })).toBeVisible()));
    }
  });

  test('signing out in one tab signs out in all', async ({ page, context, administrator, faults }) => {
    faults.expect(REFRESH_REFUSED);
    const account = await administrator.makeUser();
    await loginAs(page, account);
    const other = await context.newPage();
    await other.goto('/account');
    await expect(other.getByRole('heading', { level: 1, name: 'Account' })).toBeVisible();
    await signOut(page);
    for (const tab of [page, other])
      await expect(tab.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    await expect(other.getByText(account.displayName)).toHaveCount(0);
    await other.goto('/account');
    await expect(other).toHaveURL(/\/login/);
  });

  test('going back after sign-out shows nothing', async ({ page, administrator, faults }) => {
    faults.expect(REFRESH_REFUSED);
    const account = await administrator.makeUser();
    await loginAs(page, account);
    await navigateSPA(page, 'Account');
    await signOut(page);
    await expect(page).toHaveURL(/\/login/);
    await page.goBack();
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    await expect(page.getByText(account.email)).toHaveCount(0);
  });

  test('who signs out while the server is away is signed out at once, and the server is told later', async ({
    page,
    context,
    administrator,
    faults,
  }) => {
    faults.expect(REFRESH_REFUSED, /^503 POST \/auth\/v1\/logout$/);
    const account = await administrator.makeUser();
    await loginAs(page, account);
    const other = await context.newPage();
    await other.goto('/account');
    await expect(other.getByRole('heading', { level: 1, name: 'Account' })).toBeVisible();
    const bringBack = await answerAway(context, /^\/auth\/v1\/logout$/);
    await signOut(page);
    for (const tab of [page, other]) {
      await expect(tab.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
      await expect(tab.getByText('You are signed out in this browser.')).toBeVisible();
    }
    // The cookie is still there, and nobody comes back by it.
    await other.goto('/account');
    await expect(other.getByRole('heading', { level: 1, name: 'Paseport is away for a moment' })).toBeVisible();
    expect(await administrator.sessionsOf(account.id)).toHaveLength(1);

    await bringBack();
    await expect(page.getByText('You are signed out in this browser.')).toBeHidden();
    await expect(other).toHaveURL(/\/login/);
    expect(await administrator.sessionsOf(account.id)).toEqual([]);
  });

  test('a session that ends in the middle of a form loses nothing that was typed', async ({
    page,
    administrator,
    faults,
  }) => {
    faults.expect(REFRESH_REFUSED, /^401 PATCH \/account\/v1\/me$/, /^401 GET /);
    const account = await administrator.makeUser();
    await loginAs(page, account, '/account');
    const name = page.getByLabel('Display name');
    await name.fill('Grace the Second');
    await administrator.endSessions(account.id);
    await page.getByRole('button', { name: 'Save name' }).click();

    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await expect(dialog).toBeVisible();
    await expect(dialog.getByLabel('E-mail', { exact: true })).toHaveValue(account.email);
    await dialog.getByLabel('Password', { exact: true }).fill(account.password);
    await dialog.getByRole('button', { name: 'Sign in' }).click();

    await expect(dialog).toBeHidden();
    await expect(page.getByRole('region', { name: 'Messages' })).toContainText('Your name is saved.');
    await expect(name).toHaveValue('Grace the Second');
    await page.reload();
    await expect(name).toHaveValue('Grace the Second');
  });

  test('a session that has ended asks a second tab as well, and one sign-in is enough', async ({
    page,
    context,
    administrator,
    faults,
  }) => {
    faults.expect(REFRESH_REFUSED, /^401 GET /);
    const account = await administrator.makeUser();
    await loginAs(page, account);
    const other = await context.newPage();
    await other.goto('/dashboard');
    await expect(other.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
    await administrator.endSessions(account.id);
    const ended = (tab: typeof page) => tab.getByRole('dialog', { name: 'Your session has ended' });
    // The dashboard asks every five seconds.
    await expect(ended(page)).toBeVisible();
    await expect(ended(other)).toBeVisible();
    await ended(page).getByLabel('Password', { exact: true }).fill(account.password);
    await ended(page).getByRole('button', { name: 'Sign in' }).click();
    await expect(ended(page)).toBeHidden();
    await expect(ended(other)).toBeHidden();
  });

  test('a server that is away and comes back is waited for', async ({ page, context, faults }) => {
    faults.expect(/^failed .*ERR_CONNECTION_REFUSED$/);
    await loginAs(page, ADMIN);
    const bringBack = await takeServerAway(context);
    const banner = page.getByText('Paseport doesn’t answer at the moment.');
    await expect(banner).toBeVisible();
    await expect(page.getByRole('region', { name: 'For operators' })).toBeVisible();
    await bringBack();
    await expect(banner).toBeHidden({ timeout: 30_000 });
    await page.waitForResponse((answer) => answer.url().endsWith('/api/admin') && answer.ok());
    await navigateSPA(page, 'Users');
    await expect(page.getByRole('list', { name: 'Users' })).toBeVisible();
  });

  test('who goes to another page while the server is away gets there once it is back', async ({
    page,
    context,
    faults,
  }) => {
    faults.expect(/^failed .*ERR_CONNECTION_REFUSED$/);
    await loginAs(page, ADMIN);
    // The code of the page is there then, as it is after a while anyway.
    await navigateSPA(page, 'Account');
    await navigateSPA(page, 'Dashboard');
    const bringBack = await takeServerAway(context);
    await expect(page.getByText('Paseport doesn’t answer at the moment.')).toBeVisible();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Account' }).click();
    await bringBack();
    await expect(page.getByRole('list', { name: 'Sessions' })).toBeVisible({ timeout: 30_000 });
    await expect(page).toHaveURL('/account');
  });

  test('a page whose code can’t be fetched is waited for', async ({ page, faults }) => {
    faults.expect(/^failed GET .*ERR_CONNECTION_REFUSED$/);
    await page.goto('/login');
    // Only a page that is all there can wait: it needs its form, and the code of the page that says so.
    await expect(page.getByLabel('E-mail', { exact: true })).toBeVisible();
    await page.waitForLoadState('networkidle');
    const away = (url: URL) => url.pathname.startsWith('/_app/') || url.pathname === '/auth/v1/login/options';
    await page.route(away, (route) => route.abort('connectionrefused'));
    await fillIn(page, ADMIN);
    await expect(page.getByRole('heading', { name: 'Paseport is away for a moment' })).toBeVisible();
    await page.unroute(away);
    await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible({ timeout: 30_000 });
  });

  test('a page that is opened while the server is away goes on by itself', async ({ page, faults }) => {
    faults.expect(
      /^failed POST \/auth\/v1\/refresh: net::ERR_CONNECTION_REFUSED$/,
      /^failed .*ERR_CONNECTION_REFUSED$/,
    );
    await loginAs(page, ADMIN);
    const away = (url: URL) => !url.pathname.startsWith('/_app/') && url.pathname !== '/dashboard';
    await page.route(away, (route) => route.abort('connectionrefused'));
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Paseport is away for a moment' })).toBeVisible();
    await page.unroute(away);
    await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible({ timeout: 30_000 });
  });

  test('on a slow network a list says that it loads, and a form is sent once', async ({ page, administrator }) => {
    await loginAs(page, ADMIN);
    const list = await hold(page, 'GET', /^\/users\/v1$/);
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Users' }).click();
    await expect(page.getByText('Loading users')).toBeAttached();
    list.open();
    await expect(page.getByRole('list', { name: 'Users' })).toBeVisible();

    const account = await administrator.makeUser();
    await page.goto(`/users/${account.id}`);
    const save = await hold(page, 'PUT', /^\/users\/v1\//);
    await page.getByLabel('Display name').fill('Slow Grace');
    const button = page.getByRole('button', { name: 'Save changes' });
    await button.click();
    await expect(button).toHaveAttribute('aria-busy', 'true');
    await button.click({ force: true });
    await page.getByLabel('Display name').press('Enter');
    save.open();
    await expect(page.getByRole('heading', { level: 1, name: 'Slow Grace' })).toBeVisible();
    await expect(button).not.toHaveAttribute('aria-busy');
    // Whatever was sent has come by the time that a later request is answered.
    await navigateSPA(page, 'Users');
    await expect(page.getByRole('list', { name: 'Users' })).toBeVisible();
    expect(save.waiting).toBe(1);
  });

  test('no token is kept where scripts of another visit could find it', async ({ page, context }) => {
    await loginAs(page, ADMIN);
    const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]));
    expect(kept).not.toContain('v4.public.');
    const cookies = await context.cookies();
    expect(cookies.map(({ name }) => name).sort()).toEqual(cookies.map(() => expect.stringMatching(/known|refresh/)));
    for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    const { origins } = await context.storageState({ indexedDB: true });
    expect(JSON.stringify(origins)).not.toContain('v4.public.');
  });
});
