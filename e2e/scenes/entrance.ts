import { expect } from '@playwright/test';
import { fillIn } from '../helpers/login.ts';
import { at, headed, of } from './scene.ts';

/** What is there without a session. */
export const ENTRANCE = of('/login', [
  { name: 'login', open: ({ page }) => at(page, '/login', 'Sign in') },
  {
    name: 'login-refused',
    async open({ page, faults }) {
      faults.expect(/^401 POST \/auth\/v1\/login\/local$/);
      await at(page, '/login', 'Sign in');
      await fillIn(page, { email: 'nobody@example.com', password: 'not the password' });
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'login-with-providers',
    async open({ page, makeProvider }) {
      const { name } = await makeProvider();
      await at(page, '/login?error=provider_refused', 'Sign in');
      await expect(page.getByRole('link', { name: `Continue with ${name}` })).toBeVisible();
    },
  },
  {
    name: 'login-link',
    route: '/login/link',
    async open({ page, administrator, makeProvider }) {
      const provider = await makeProvider();
      const { email } = await administrator.makeUser();
      await page.goto('/login');
      await provider.leaveFor(page);
      await provider.be(page, email.replace('@example.com', ''));
      await headed(page, 'Is this your account?');
    },
  },
  {
    name: 'login-link-dead',
    route: '/login/link',
    async open({ page, faults }) {
      faults.expect(/^410 GET \/auth\/v1\/oauth\/link$/);
      await at(page, '/login/link?ticket=gone', 'Start again');
    },
  },
  { name: 'setup', route: '/setup', open: ({ page }) => at(page, '/setup', 'Set up Paseport') },
  {
    name: 'setup-refused',
    route: '/setup',
    async open({ page, faults }) {
      faults.expect(/^422 POST \/auth\/v1\/setup$/);
      await at(page, '/setup', 'Set up Paseport');
      await page.getByRole('button', { name: 'Create the first administrator' }).click();
      await expect(page.getByLabel('One-time token')).toHaveAttribute('aria-invalid', 'true');
    },
  },
  {
    name: 'no-such-page',
    route: '/no/such-page',
    open: ({ page }) => at(page, '/no/such-page', 'There is no such page'),
  },
]);
