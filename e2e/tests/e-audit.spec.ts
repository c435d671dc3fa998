import { ADMIN } from '../helpers/accounts.ts';
import { loginAs } from '../helpers/login.ts';
import { expect, test } from '../helpers/test.ts';

test.describe('E: audit', () => {
  test('what was done in the app stands in the record, with who did it to whom', async ({ page, administrator }) => {
    const account = await administrator.makeUser();
    await loginAs(page, ADMIN, `/users/${account.id}`);
    await page.getByLabel('Display name').fill('Audited Name');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Audited Name' })).toBeVisible();

    await page.getByRole('link', { name: 'audit record' }).click();
    const entries = page.getByRole('list', { name: 'Audit record' }).getByRole('listitem');
    await expect(entries).toHaveCount(2);
    await expect(entries.first()).toContainText('Audited Name');
    await expect(entries.first()).toContainText(ADMIN.displayName);
    await entries.first().getByRole('group').click();
    await expect(entries.first()).toContainText('user.updated');
    await expect(entries.first()).toContainText('Request');
  });

  test('is filtered by kind and day, and the address holds the filter', async ({ page, administrator }) => {
    const account = await administrator.makeUser();
    const audit = `/audit?target=${account.id}`;
    await loginAs(page, ADMIN, audit);
    const entries = page.getByRole('list', { name: 'Audit record' }).getByRole('listitem');
    await expect(entries).toHaveCount(1);
    const kind = page.getByLabel('What', { exact: true });
    await kind.selectOption('user.deleted');
    await expect(page.getByText('No entry fits all filters.')).toBeVisible();
    await expect(page).toHaveURL(/kind=user\.deleted/);
    await page.goBack();
    await expect(entries).toHaveCount(1);
    await kind.selectOption('user.created');
    await expect(entries).toHaveCount(1);
    await page.reload();
    await expect(kind).toHaveValue('user.created');
    await expect(entries).toHaveCount(1);
    await page.getByLabel('To', { exact: true }).fill('2020-01-01');
    await expect(page.getByText('No entry fits all filters.')).toBeVisible();
    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await expect(page).toHaveURL('/audit');
    await expect(entries).not.toHaveCount(0);
  });

  test('a person is picked by name', async ({ page, administrator }) => {
    const account = await administrator.makeUser();
    await loginAs(page, ADMIN, '/audit');
    await page.getByLabel('To whom', { exact: true }).pressSequentially(account.displayName);
    await page.getByRole('option', { name: account.displayName }).click();
    await expect(page).toHaveURL(RegExp(`target=${account.id}`));
    await expect(page.getByRole('list', { name: 'Audit record' }).getByRole('listitem')).toHaveCount(1);
  });

  test('who is deleted keeps his name in the record', async ({ page, administrator }) => {
    const account = await administrator.makeUser();
    await administrator.delete(account.id);
    await loginAs(page, ADMIN, `/audit?target=${account.id}`);
    const entries = page.getByRole('list', { name: 'Audit record' }).getByRole('listitem');
    await expect(entries).toHaveCount(2);
    await expect(entries.first()).toContainText(`${account.displayName} (deleted)`);
  });
});
