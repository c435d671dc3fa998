import { expect, type Page } from '@playwright/test';
import { ADMIN } from '../helpers/accounts.ts';
import { loginAs } from '../helpers/login.ts';
import { answerFault, headed, of } from './scene.ts';

const LIST = /^\/users\/v1$/;

/** The directory, and the page of one user. */
export const USERS = of('/users', [
  {
    name: 'users',
    async open({ page }) {
      await loginAs(page, ADMIN, '/users');
      await page.getByRole('searchbox').fill(ADMIN.email);
      await expect(page.getByRole('list', { name: 'Users' }).getByRole('link', { name: ADMIN.email })).toBeVisible();
      await expect(page.getByRole('list', { name: 'Users' }).getByRole('listitem')).toHaveCount(1);
    },
  },
  {
    name: 'users-nobody-found',
    async open({ page }) {
      await loginAs(page, ADMIN, '/users');
      await page.getByRole('searchbox').fill('nobody is called that');
      await expect(page.getByText('Nobody found')).toBeVisible();
    },
  },
  {
    name: 'users-failed',
    async open(stage) {
      await answerFault(stage, LIST);
      await loginAs(stage.page, ADMIN, '/users');
      await expect(stage.page.getByText('This could not be loaded')).toBeVisible();
    },
  },
  { name: 'new-user', open: ({ page }) => openNewUser(page) },
  {
    name: 'new-user-refused',
    async open({ page, faults }) {
      faults.expect(/^422 POST \/users\/v1$/);
      await openNewUser(page);
      await page.getByRole('button', { name: 'Create user' }).click();
      await expect(page.getByLabel('E-mail', { exact: true })).toHaveAttribute('aria-invalid', 'true');
    },
  },
  {
    name: 'user',
    route: '/users/[user_id]',
    async open({ page, administrator }) {
      const { id } = await administrator.makeUser({ displayName: 'Snap Shot' });
      await loginAs(page, ADMIN, `/users/${id}`);
      await expect(page.getByText('Not signed in anywhere.')).toBeVisible();
    },
  },
  {
    name: 'user-oneself',
    route: '/users/[user_id]',
    async open({ page }) {
      await loginAs(page, ADMIN, '/users');
      await page.getByRole('searchbox').fill(ADMIN.email);
      await page.getByRole('list', { name: 'Users' }).getByRole('link', { name: ADMIN.email }).click();
      await headed(page, ADMIN.displayName);
      await expect(page.getByRole('list', { name: 'Sessions' })).toBeVisible();
    },
  },
  {
    name: 'user-to-delete',
    route: '/users/[user_id]',
    async open({ page, administrator }) {
      const { id } = await administrator.makeUser({ displayName: 'Snap Shot' });
      await loginAs(page, ADMIN, `/users/${id}`);
      await page.getByRole('button', { name: 'Delete' }).click();
      await expect(page.getByRole('alertdialog', { name: 'Delete Snap Shot?' })).toBeVisible();
    },
  },
  {
    name: 'user-to-bar',
    route: '/users/[user_id]',
    async open({ page, administrator }) {
      const { id } = await administrator.makeUser({ displayName: 'Snap Shot' });
      await loginAs(page, ADMIN, `/users/${id}`);
      await page.getByRole('radio', { name: /^Locked/ }).check();
      await page.getByRole('button', { name: 'Save changes' }).click();
      await expect(page.getByRole('alertdialog', { name: 'Keep Snap Shot out?' })).toBeVisible();
    },
  },
  {
    name: 'user-unsaved',
    route: '/users/[user_id]',
    async open({ page, administrator }) {
      const { id } = await administrator.makeUser({ displayName: 'Snap Shot' });
      await loginAs(page, ADMIN, `/users/${id}`);
      await page.getByLabel('Display name').fill('Another Name');
      await page.getByRole('link', { name: 'All users' }).click();
      await expect(page.getByRole('alertdialog', { name: 'Leave without saving?' })).toBeVisible();
    },
  },
  {
    name: 'no-such-user',
    route: '/users/[user_id]',
    async open({ page, faults }) {
      faults.expect(/^404 GET \/users\/v1\//);
      await loginAs(page, ADMIN, '/users/0190a3c2-7f00-7000-8000-000000000001');
      await headed(page, 'No such user');
    },
  },
]);

async function openNewUser(page: Page): Promise<void> {
  await loginAs(page, ADMIN, '/users');
  await page.getByRole('button', { name: 'New user' }).click();
  await expect(page.getByRole('dialog', { name: 'New user' })).toBeVisible();
}
