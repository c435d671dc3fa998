import type { Page } from '@playwright/test';
import { ADMIN } from '../helpers/accounts.ts';
import { tabThrough } from '../helpers/keyboard.ts';
import { loginAs } from '../helpers/login.ts';
import { TestProvider } from '../helpers/provider.ts';
import { expect, test } from '../helpers/test.ts';
import { SCENES } from '../scenes/index.ts';

const PHONE = { width: 360, height: 740 };

/** Where a small window and much to press meet: the number of stops that one passes at least. */
const WALKS: Record<string, number> = {
  'login-with-providers': 6,
  'setup-refused': 7,
  dashboard: 8,
  users: 9,
  user: 16,
  'user-oneself': 12,
  'auth-providers': 10,
  audit: 14,
  account: 12,
  'new-user-refused': 9,
  'edit-provider': 12,
  'user-to-delete': 2,
  'session-ended': 4,
};

test.describe('G: keyboard', () => {
  for (const { name, open } of SCENES.filter((scene) => scene.name in WALKS)) {
    test(`on a phone’s width one sees where one is: ${name}`, async ({ page, stage }) => {
      await page.setViewportSize(PHONE);
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await open(stage);
      const stops = await tabThrough(page);
      expect(stops.length, 'stops').toBeGreaterThanOrEqual(WALKS[name]!);
      expect(
        stops.filter(({ isMarked }) => !isMarked).map(({ element }) => element),
        'not marked',
      ).toEqual([]);
      expect(
        stops.filter(({ isSeen }) => !isSeen).map(({ element }) => element),
        'covered',
      ).toEqual([]);
    });
  }

  test('the first stop leads past the navigation', async ({ page }) => {
    await loginAs(page, ADMIN);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
  });

  test('the account menu opens, is gone through, and gives the focus back', async ({ page, administrator }) => {
    await loginAs(page, await administrator.makeUser());
    const opener = page.getByRole('button', { name: /^Account menu of/ });
    const [first, last] = ['Your account', 'Sign out'].map((name) => page.getByRole('menuitem', { name }));
    await opener.press('Enter');
    await expect(first!).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitemradio', { name: 'System' })).toBeFocused();
    await page.keyboard.press('End');
    await expect(last!).toBeFocused();
    await page.keyboard.press('Home');
    await expect(first!).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toBeHidden();
    await expect(opener).toBeFocused();

    await opener.press('ArrowDown');
    await expect(first!).toBeFocused();
    await page.keyboard.type('da');
    await expect(page.getByRole('menuitemradio', { name: 'Dark' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  });

  test('a person is picked from suggestions, and what happened from a list', async ({ page, administrator }) => {
    const { id, email, displayName } = await administrator.makeUser();
    await loginAs(page, ADMIN, '/audit');
    const whom = page.getByRole('combobox', { name: 'To whom' });
    await whom.focus();
    await page.keyboard.type(email);
    await expect(page.getByRole('listbox').getByRole('option')).toHaveText(`${displayName} ${email}`);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`/audit?target=${id}`);
    await expect(whom).toBeFocused();
    await expect(whom).toHaveValue(displayName);
    await expect(entries(page)).toHaveCount(1);

    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('listbox')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('listbox')).toBeHidden();
    await expect(whom).toBeFocused();
    await expect(whom).toHaveValue(displayName);

    const what = page.getByRole('combobox', { name: 'What' });
    await what.focus();
    await page.keyboard.type('User deleted');
    await expect(what).toHaveValue('user.deleted');
    await expect(page.getByText('No entry fits all filters.')).toBeVisible();
  });

  test('a user is made from the first field to the last', async ({ page, administrator }) => {
    const mark = crypto.randomUUID().slice(0, 8);
    await loginAs(page, ADMIN, '/users');
    await page.getByRole('button', { name: 'New user' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New user' });
    await focusBy('Tab', page, dialog.getByLabel('Display name'));
    await page.keyboard.type(`Keyed ${mark}`);
    await page.keyboard.press('Tab');
    await page.keyboard.type(`grace.${mark}@example.com`);
    await page.keyboard.press('Tab');
    await page.keyboard.type(`quiet-herons-${mark}`);
    const admin = dialog.getByRole('checkbox', { name: /^Admin/ });
    await focusBy('Tab', page, admin);
    await page.keyboard.press('Space');
    await expect(admin).toBeChecked();
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await administrator.adopt(`grace.${mark}@example.com`);
    await expect(page.getByRole('list', { name: 'Users' }).getByText(`Keyed ${mark}`)).toBeVisible();
    await expect(page.getByRole('button', { name: 'New user' })).toBeFocused();
  });

  test('a user is changed and barred from the first field to the last', async ({ page, administrator }) => {
    const { id } = await administrator.makeUser();
    await loginAs(page, ADMIN, `/users/${id}`);
    await page.getByLabel('Display name').focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('Keyed Over');
    await focusBy('Tab', page, page.getByRole('radio', { name: /^Active/ }));
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('radio', { name: /^Locked/ })).toBeChecked();
    const save = page.getByRole('button', { name: 'Save changes' });
    await focusBy('Tab', page, save);
    await page.keyboard.press('Enter');
    const question = page.getByRole('alertdialog', { name: /^Keep/ });
    await focusBy('Tab', page, question.getByRole('button', { name: 'Lock account' }));
    await page.keyboard.press('Enter');
    await expect(question).toBeHidden();
    await expect(page.getByRole('heading', { level: 1, name: 'Keyed Over' })).toBeVisible();
    await expect(save).toBeFocused();
  });

  test('a password is changed from the first field to the last', async ({ page, administrator }) => {
    const account = await administrator.makeUser();
    await loginAs(page, account, '/account');
    await page.getByLabel('Current password', { exact: true }).focus();
    await page.keyboard.type(account.password);
    await focusBy('Tab', page, page.getByLabel('New password', { exact: true }));
    await page.keyboard.type('several words that mean nothing');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Your password is changed')).toBeVisible();
  });

  test('a provider is added from the first field to the last', async ({ page, baseURL }) => {
    const mark = crypto.randomUUID().slice(0, 8);
    const { issuer, client } = await TestProvider.beside(baseURL!, `keyed-${mark}`);
    await loginAs(page, ADMIN, '/auth-providers');
    await page.getByRole('button', { name: 'New provider' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New provider' });
    const fields = {
      Name: `Keyed ${mark}`,
      'Short name': `keyed-${mark}`,
      Issuer: issuer,
      'Client ID': client.client_id,
      'Client secret (optional)': client.client_secret,
    };
    for (const [label, text] of Object.entries(fields)) {
      await focusBy('Tab', page, dialog.getByRole('textbox', { name: label, exact: true }));
      await page.keyboard.type(text);
    }
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    const row = page.getByRole('list', { name: 'Providers' }).getByRole('listitem').filter({ hasText: mark });
    await row.getByRole('button', { name: /^Deactivate/ }).press('Enter');
    const question = page.getByRole('dialog', { name: /^Deactivate/ });
    await focusBy('Tab', page, question.getByRole('button', { name: 'Deactivate' }));
    await page.keyboard.press('Enter');
    await expect(row).toContainText('Deactivated');
  });

  for (const { what, address, opener, dialog } of [
    { what: 'a form', address: '/users', opener: 'New user', dialog: 'New user' },
    { what: 'a long form', address: '/auth-providers', opener: 'New provider', dialog: 'New provider' },
    { what: 'a question', address: '/users/:id', opener: 'Delete', dialog: 'Delete Snap Shot?' },
  ]) {
    test(`a dialog takes the focus, keeps it, and gives it back: ${what}`, async ({ page, administrator }) => {
      const { id } = await administrator.makeUser({ displayName: 'Snap Shot' });
      await loginAs(page, ADMIN, address.replace(':id', id));
      const button = page.getByRole('button', { name: opener });
      await button.press('Enter');
      const opened = page.locator('[role=dialog], [role=alertdialog]').and(page.getByLabel(dialog));
      await expect(opened).toBeVisible();
      for (const key of ['Tab', 'Shift+Tab']) {
        for (let step = 0; step < 20; step += 1) {
          const hasFocus = await opened.evaluate((element) => element.contains(document.activeElement));
          expect(hasFocus, `${key}, step ${step}`).toBe(true);
          await page.keyboard.press(key);
        }
      }
      await page.keyboard.press('Escape');
      await expect(opened).toBeHidden();
      await expect(button).toBeFocused();
    });
  }
});

/** Presses a key until something has the focus. */
async function focusBy(key: string, page: Page, target: ReturnType<Page['getByRole']>): Promise<void> {
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  await expect(target).toBeVisible();
  for (let step = 0; step < 30; step += 1) {
    if (await isThere()) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never gets to ${target.toString()}`);
}

function entries(page: Page) {
  return page.getByRole('list', { name: 'Audit record' }).getByRole('listitem');
}
