import { SESSION_OVER } from '../helpers/faults.ts';
import { fillIn, loginAs } from '../helpers/login.ts';
import { expect, test } from '../helpers/test.ts';

test.describe('F: account', () => {
  test('the own name is saved everywhere, and can be taken back', async ({ page, administrator }) => {
    const account = await administrator.makeUser();
    await loginAs(page, account, '/account');
    await page.getByLabel('Display name').fill('Grace the Second');
    await page.getByRole('button', { name: 'Save name' }).click();
    const messages = page.getByRole('region', { name: 'Messages' });
    await expect(messages).toContainText('Your name is saved.');
    await expect(page.getByRole('button', { name: /^Account menu of Grace the Second/ })).toBeVisible();
    await messages.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByLabel('Display name')).toHaveValue(account.displayName);
  });

  test('a new password ends the other sessions and keeps this one', async ({
    page,
    elsewhere,
    administrator,
    faults,
  }) => {
    const account = await administrator.makeUser();
    faults.expect(...SESSION_OVER);
    const other = await elsewhere();
    await loginAs(other, account);
    await loginAs(page, account, '/account');
    const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
    await expect(sessions).toHaveCount(2);

    await page.getByLabel('Current password', { exact: true }).fill(account.password);
    await page.getByLabel('New password', { exact: true }).fill('another-quiet-heron');
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(page.getByRole('region', { name: 'Messages' })).toContainText('Your password is changed');
    await expect(sessions).toHaveCount(1);
    await expect(other.getByRole('dialog', { name: 'Your session has ended' })).toBeVisible();
    await page.reload();
    await expect(page).toHaveURL('/account');

    await other.goto('/login');
    await fillIn(other, { email: account.email, password: 'another-quiet-heron' });
    await expect(other).toHaveURL('/dashboard');
  });

  test('a wrong current password stands at its field', async ({ page, administrator, faults }) => {
    faults.expect(/^422 PUT \/account\/v1\/password$/);
    await loginAs(page, await administrator.makeUser(), '/account');
    const current = page.getByLabel('Current password', { exact: true });
    await current.fill('a-wrong-password-1');
    await page.getByLabel('New password', { exact: true }).fill('another-quiet-heron');
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(current).toHaveAttribute('aria-invalid', 'true');
    await expect(current).toBeFocused();
  });

  test('one other session is ended, then all others', async ({ page, elsewhere, administrator, faults }) => {
    const account = await administrator.makeUser();
    faults.expect(...SESSION_OVER);
    const others = await Promise.all([elsewhere(), elsewhere(), elsewhere()]);
    for (const other of others) await loginAs(other, account);
    await loginAs(page, account, '/account');
    const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
    await expect(sessions).toHaveCount(4);
    await expect(sessions.filter({ hasText: 'This one' })).toHaveCount(1);

    await page
      .getByRole('button', { name: /^End session of/ })
      .first()
      .click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'End session' }).click();
    await expect(sessions).toHaveCount(3);
    await page.getByRole('button', { name: 'End all others' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'End all others' }).click();
    await expect(sessions).toHaveCount(1);
    for (const other of others) {
      await expect(other.getByRole('dialog', { name: 'Your session has ended' })).toBeVisible();
    }
  });
});
