import { randomUUID } from 'node:crypto';
import { ADMIN } from '../helpers/accounts.ts';
import { SESSION_OVER } from '../helpers/faults.ts';
import { loginAs, signOut } from '../helpers/login.ts';
import { expect, test } from '../helpers/test.ts';

const CROWD = 1000;
/** Few enough that no server is asked for more hashes than it does in two seconds, and answers 503. */
const AT_ONCE = 4;

test.describe('C: users', () => {
  test('is made, found, and can sign in', async ({ page, elsewhere, administrator }) => {
    const { email } = await administrator.makeUser();
    const address = `new.${email}`;
    await loginAs(page, ADMIN, '/users');
    await page.getByRole('button', { name: 'New user' }).click();
    const dialog = page.getByRole('dialog', { name: 'New user' });
    await dialog.getByLabel('Display name').fill('Nora New');
    await dialog.getByLabel('E-mail').fill(address);
    await dialog.getByRole('button', { name: 'Suggest a password' }).click();
    const password = await dialog.getByLabel('Password', { exact: true }).inputValue();
    await dialog.getByRole('button', { name: 'Create user' }).click();
    await expect(dialog).toBeHidden();

    await page.getByRole('searchbox', { name: 'Search by name or e-mail' }).fill(address);
    const row = page.getByRole('list', { name: 'Users' }).getByRole('link', { name: address });
    await expect(row).toBeVisible();

    await loginAs(await elsewhere(), { email: address, password });

    await row.click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for good' }).click();
    await expect(page).toHaveURL('/users');
    await expect(page.getByRole('region', { name: 'Messages' })).toContainText('is deleted');
  });

  test('faults of the input stand at their fields, and nothing is lost', async ({ page, administrator, faults }) => {
    faults.expect(/^(422|409) POST \/users\/v1$/);
    const existing = await administrator.makeUser();
    await loginAs(page, ADMIN, '/users');
    await page.getByRole('button', { name: 'New user' }).click();
    const dialog = page.getByRole('dialog', { name: 'New user' });
    const password = dialog.getByLabel('Password', { exact: true });
    await dialog.getByLabel('Display name').fill('Nora New');
    await dialog.getByLabel('E-mail').fill(existing.email);
    await password.fill('short');
    await dialog.getByRole('button', { name: 'Create user' }).click();
    await expect(password).toHaveAttribute('aria-invalid', 'true');
    await expect(password).toHaveAccessibleDescription(/15/);
    await expect(password).toBeFocused();

    await password.fill('a-long-enough-phrase');
    await dialog.getByRole('button', { name: 'Create user' }).click();
    await expect(dialog.getByLabel('E-mail')).toHaveAccessibleDescription(/another user/);
    await expect(dialog.getByLabel('Display name')).toHaveValue('Nora New');
  });

  test('an edit is saved, and can be undone', async ({ page, administrator }) => {
    const account = await administrator.makeUser();
    await loginAs(page, ADMIN, `/users/${account.id}`);
    await page.getByLabel('Display name').fill('Changed Name');
    await page.getByRole('checkbox', { name: /^Admin/ }).check();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Changed Name' })).toBeVisible();
    await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('heading', { level: 1, name: account.displayName })).toBeVisible();
    await page.reload();
    await expect(page.getByLabel('Display name')).toHaveValue(account.displayName);
    await expect(page.getByRole('checkbox', { name: /^Admin/ })).not.toBeChecked();
  });

  test('what is not saved yet is not left without a question', async ({ page, administrator }) => {
    const account = await administrator.makeUser();
    await loginAs(page, ADMIN, '/users');
    await page.getByRole('searchbox').fill(account.email);
    await page.getByRole('list', { name: 'Users' }).getByRole('link', { name: account.email }).click();
    const question = page.getByRole('alertdialog', { name: 'Leave without saving?' });
    await page.getByLabel('Display name').fill('Not Saved');
    await page.goBack();
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(question).toBeHidden();
    await expect(page).toHaveURL(`/users/${account.id}`);
    await expect(page.getByLabel('Display name')).toHaveValue('Not Saved');
    await page.getByRole('link', { name: 'All users' }).click();
    await question.getByRole('button', { name: 'Leave' }).click();
    await expect(page).toHaveURL('/users');
    await expect(question).toBeHidden();
  });

  test('who signs out is not held up by what is not saved', async ({ page, administrator }) => {
    const account = await administrator.makeUser();
    await loginAs(page, account, '/account');
    await page.getByLabel('Display name').fill('Not Saved');
    await signOut(page);
    await expect(page).toHaveURL('/login');
  });

  test('to keep somebody out is asked about first, and ends the sessions', async ({
    page,
    elsewhere,
    administrator,
    faults,
  }) => {
    const account = await administrator.makeUser();
    faults.expect(...SESSION_OVER);
    const theirs = await elsewhere();
    await loginAs(theirs, account);
    await loginAs(page, ADMIN, `/users/${account.id}`);
    await page.getByRole('radio', { name: /^Disabled/ }).check();
    await page.getByRole('button', { name: 'Save changes' }).click();
    const question = page.getByRole('alertdialog');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(question).toBeHidden();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await question.getByRole('button', { name: 'Disable account' }).click();
    await expect(page.getByRole('region', { name: 'Messages' })).toContainText('is saved');
    await expect(page.getByText('Not signed in anywhere.')).toBeVisible();
    await expect(theirs.getByRole('dialog', { name: 'Your session has ended' })).toBeVisible();
  });

  test('the own row is protected, and says why', async ({ page }) => {
    await loginAs(page, ADMIN, '/users');
    await page.getByRole('searchbox', { name: 'Search by name or e-mail' }).fill(ADMIN.email);
    const own = page.getByRole('list', { name: 'Users' }).getByRole('link', { name: ADMIN.email });
    await expect(own).toContainText('You');
    await own.click();
    await expect(page.getByRole('button', { name: 'Delete' })).toBeDisabled();
    await expect(page.getByText('You can’t delete your own account.')).toBeVisible();
    await expect(page.getByRole('checkbox', { name: /Admin/ })).toBeDisabled();
    await expect(page.getByText('You can’t take away your own Admin role.')).toBeVisible();
    const status = page.getByRole('group', { name: 'Status' }).getByRole('radio');
    for (const radio of await status.all()) await expect(radio).toBeDisabled();
  });

  test('a user who is gone is told, not shown', async ({ page, faults }) => {
    faults.expect(/^404 GET \/users\/v1\//);
    await loginAs(page, ADMIN, '/users/0190a3c2-7f00-7000-8000-00000000dead');
    await expect(page.getByText('There is no such user')).toBeVisible();
  });

  test('who searches for nobody is told so', async ({ page }) => {
    await loginAs(page, ADMIN, '/users');
    await page.getByRole('searchbox', { name: 'Search by name or e-mail' }).fill('nobody-has-this-name');
    await expect(page.getByText('Nobody found')).toBeVisible();
  });

  test('1,000 users are listed to the last, and one of them is found at once', async ({ page, administrator }) => {
    test.setTimeout(600_000);
    const crowd = `Crowd ${randomUUID().slice(0, 8)}`;
    for (let made = 0; made < CROWD; made += AT_ONCE) {
      const names = Array.from({ length: AT_ONCE }, (_, index) => `${crowd} ${String(made + index).padStart(4, '0')}`);
      await Promise.all(names.map((displayName) => administrator.makeUser({ displayName })));
    }
    await loginAs(page, ADMIN, '/users');
    const list = page.getByRole('list', { name: 'Users' });
    const rows = list.getByRole('listitem');
    await expect(rows.first()).toBeVisible();
    expect(await rows.count(), 'not all come at once').toBeLessThan(CROWD / 2);
    const search = page.getByRole('searchbox', { name: 'Search by name or e-mail' });
    await search.fill(`${crowd} 0987`);
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText(`${crowd} 0987`);

    await search.fill(crowd);
    await expect(rows.filter({ hasText: `${crowd} 0000` })).toHaveCount(1);
    const last = rows.filter({ hasText: `${crowd} 0999` });
    await expect(async () => {
      await rows.last().scrollIntoViewIfNeeded();
      await expect(last).toHaveCount(1, { timeout: 500 });
    }).toPass({ timeout: 60_000 });
    await expect(rows).toHaveCount(CROWD);
  });
});
