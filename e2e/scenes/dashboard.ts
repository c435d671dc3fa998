import { expect } from '@playwright/test';
import { ADMIN, USER } from '../helpers/accounts.ts';
import { loginAs, navigateSPA } from '../helpers/login.ts';
import { takeServerAway } from '../helpers/network.ts';
import { headed, of, type Stage } from './scene.ts';

const AWAY = 'Paseport doesn’t answer at the moment.';

/** The start page, what lies over every page, and how pages look while the server is away. */
export const DASHBOARD = of('/dashboard', [
  {
    name: 'dashboard',
    async open({ page }) {
      await loginAs(page, ADMIN);
      await expect(page.getByRole('region', { name: 'For operators' })).toBeVisible();
      await expect(page.getByRole('img', { name: /^Processor in the last/ })).toBeVisible();
      await expect(page.getByRole('region', { name: 'People' })).toBeVisible();
      await expect(page.getByRole('region', { name: 'What Paseport stands on' })).toBeVisible();
    },
  },
  {
    name: 'dashboard-of-user',
    async open({ page }) {
      await loginAs(page, USER);
      await expect(page.getByRole('img', { name: /^Processor in the last/ })).toBeVisible();
    },
  },
  {
    name: 'account-menu',
    async open({ page }) {
      await loginAs(page, USER);
      await page.getByRole('button', { name: /^Account menu of/ }).click();
      await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
    },
  },
  {
    name: 'session-ended',
    async open({ page, administrator, faults }) {
      faults.expect(/^401 POST \/auth\/v1\/refresh$/, /^401 GET \//);
      const account = await administrator.makeUser({ displayName: 'Snap Shot' });
      await loginAs(page, account);
      await administrator.endSessions(account.id);
      await expect(page.getByRole('dialog', { name: 'Your session has ended' })).toBeVisible();
    },
  },
  {
    name: 'for-administrators',
    route: '/users',
    async open({ page }) {
      await loginAs(page, USER, '/users');
      await headed(page, 'For administrators');
    },
  },
  {
    name: 'away-banner',
    async open(stage) {
      await loginAs(stage.page, USER);
      await expect(stage.page.getByRole('img', { name: /^Processor in the last/ })).toBeVisible();
      await leaveAlone(stage);
    },
  },
  {
    name: 'away-before-a-list',
    route: '/account',
    async open(stage) {
      const { page } = stage;
      await loginAs(page, USER);
      // The code of the page is there then, as it is after a while anyway.
      await navigateSPA(page, 'Account');
      await navigateSPA(page, 'Dashboard');
      await leaveAlone(stage);
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Account' }).click();
      await headed(page, 'Account');
      await expect(page.getByText('Not available at the moment').first()).toBeVisible();
    },
  },
  {
    name: 'away',
    async open({ page, faults }) {
      faults.expect(/^failed .*ERR_CONNECTION_REFUSED$/);
      await loginAs(page, USER);
      const away = (url: URL) => !url.pathname.startsWith('/_app/') && url.pathname !== '/dashboard';
      await page.route(away, (route) => route.abort('connectionrefused'));
      await page.reload();
      await headed(page, 'Paseport is away for a moment');
    },
  },
]);

async function leaveAlone({ page, context, faults }: Stage): Promise<void> {
  faults.expect(/^failed .*ERR_CONNECTION_REFUSED$/);
  await takeServerAway(context);
  await expect(page.getByText(AWAY)).toBeVisible();
}
