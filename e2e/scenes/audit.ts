import { expect, type Page } from '@playwright/test';
import { ADMIN } from '../helpers/accounts.ts';
import { loginAs } from '../helpers/login.ts';
import { answerFault, of } from './scene.ts';

/** The audit record. */
export const AUDIT = of('/audit', [
  {
    name: 'audit',
    async open({ page, administrator }) {
      const { id } = await administrator.makeUser({ displayName: 'Snap Shot' });
      await loginAs(page, ADMIN, `/audit?target=${id}`);
      await expect(entries(page)).toHaveCount(1);
      await expect(page.getByRole('combobox', { name: 'To whom' })).toHaveValue('Snap Shot');
    },
  },
  {
    name: 'audit-details',
    async open({ page, administrator }) {
      const { id } = await administrator.makeUser({ displayName: 'Snap Shot' });
      await administrator.change(id, { roles: ['Admin', 'User'] });
      await loginAs(page, ADMIN, `/audit?target=${id}`);
      await expect(entries(page)).toHaveCount(2);
      await entries(page).first().locator('summary').click();
      await expect(entries(page).first().getByRole('term').first()).toBeVisible();
    },
  },
  {
    name: 'audit-picking-somebody',
    async open({ page, administrator }) {
      const { email } = await administrator.makeUser({ displayName: 'Snap Shot' });
      await loginAs(page, ADMIN, '/audit?from=2001-01-01&to=2001-01-02');
      await page.getByRole('combobox', { name: 'Who', exact: true }).fill(email);
      await expect(page.getByRole('option', { name: email })).toBeVisible();
      await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1);
    },
  },
  {
    name: 'audit-nothing-fits',
    async open({ page }) {
      await loginAs(page, ADMIN, '/audit?from=2001-01-01&to=2001-01-02');
      await expect(page.getByText('No entry fits all filters.')).toBeVisible();
    },
  },
  {
    name: 'audit-failed',
    async open(stage) {
      await answerFault(stage, /^\/audit\/v1$/);
      await loginAs(stage.page, ADMIN, '/audit');
      await expect(stage.page.getByText('This could not be loaded')).toBeVisible();
    },
  },
]);

function entries(page: Page) {
  return page.getByRole('list', { name: 'Audit record' }).getByRole('listitem');
}
