import { expect } from '@playwright/test';
import { loginAs } from '../helpers/login.ts';
import { answerFault, of, type Stage } from './scene.ts';

/** The own account. */
export const ACCOUNT = of('/account', [
  { name: 'account', open: openAccount },
  {
    name: 'account-refused',
    async open(stage) {
      stage.faults.expect(/^422 (PATCH|POST|PUT) \/account\/v1/);
      await openAccount(stage);
      await stage.page.getByRole('button', { name: 'Change password' }).click();
      await expect(stage.page.getByLabel('New password', { exact: true })).toHaveAttribute('aria-invalid', 'true');
    },
  },
  {
    name: 'account-failed',
    async open(stage) {
      for (const path of [/^\/account\/v1\/sessions$/, /^\/account\/v1\/identities$/]) await answerFault(stage, path);
      await openAccount(stage);
      await expect(stage.page.getByText('This could not be loaded')).toHaveCount(2);
    },
  },
  {
    name: 'fresh-sign-in',
    async open(stage) {
      const { page, faults, makeProvider } = stage;
      const { name } = await makeProvider();
      // A session of long ago, without the wait.
      faults.expect(/^401 POST \/auth\/v1\/oauth\/link$/);
      await page.route(
        (url) => url.pathname === '/auth/v1/oauth/link',
        (route) =>
          route.fulfill({
            status: 401,
            json: {
              type: 'urn:paseport:problem:fresh-sign-in-required',
              title: 'Sign in again',
              status: 401,
            },
          }),
      );
      await openAccount(stage);
      await page.getByRole('button', { name: `Link ${name}` }).click();
      await expect(page.getByRole('dialog', { name: 'Sign in again' })).toBeVisible();
    },
  },
]);

async function openAccount({ page, administrator }: Stage): Promise<void> {
  await loginAs(page, await administrator.makeUser({ displayName: 'Snap Shot' }), '/account');
  await expect(page.getByRole('region', { name: 'Sessions' })).toBeVisible();
  await expect(page.getByLabel('Display name')).toHaveValue('Snap Shot');
}
