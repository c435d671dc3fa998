import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { ADMIN, USER, type Administrator } from '../helpers/accounts.ts';
import { loginAs } from '../helpers/login.ts';
import { expect, test } from '../helpers/test.ts';

const THEMES = ['light', 'dark'] as const;
const PHONE = { width: 360, height: 740 };
/** Compressed, all scripts together that the page of the sign-in loads before somebody does anything. */
const MOST_LOGIN_SCRIPT_BYTES = 60_000;

interface Route {
  name: string;
  /** Opens it and waits until it is all there. */
  open(page: Page, administrator: Administrator): Promise<void>;
}

/** Every page, in the state that people mostly see it in. */
const ROUTES: Route[] = [
  { name: 'login', open: (page) => at(page, '/login', 'Sign in') },
  { name: 'setup', open: (page) => at(page, '/setup', 'Set up Paseport') },
  { name: 'no-such-page', open: (page) => at(page, '/no/such-page', 'There is no such page') },
  {
    name: 'dashboard',
    async open(page) {
      await loginAs(page, ADMIN);
      await expect(page.getByRole('region', { name: 'For operators' })).toBeVisible();
      await expect(page.getByRole('img', { name: /^Processor in the last/ })).toBeVisible();
      await expect(page.getByRole('region', { name: 'People' })).toBeVisible();
      await expect(page.getByRole('region', { name: 'What Paseport stands on' })).toBeVisible();
    },
  },
  {
    name: 'users',
    async open(page) {
      await loginAs(page, ADMIN, '/users');
      await page.getByRole('searchbox').fill(ADMIN.email);
      await expect(page.getByRole('list', { name: 'Users' }).getByRole('link', { name: ADMIN.email })).toBeVisible();
    },
  },
  {
    name: 'user',
    async open(page, administrator) {
      const { id } = await administrator.makeUser({ displayName: 'Snap Shot' });
      await loginAs(page, ADMIN, `/users/${id}`);
      await expect(page.getByText('Not signed in anywhere.')).toBeVisible();
    },
  },
  {
    name: 'account',
    async open(page, administrator) {
      await loginAs(page, await administrator.makeUser({ displayName: 'Snap Shot' }), '/account');
      await expect(page.getByRole('list', { name: 'Sessions' })).toBeVisible();
      await expect(page.getByLabel('Display name')).toHaveValue('Snap Shot');
    },
  },
  {
    name: 'audit',
    async open(page, administrator) {
      const { id } = await administrator.makeUser({ displayName: 'Snap Shot' });
      await loginAs(page, ADMIN, `/audit?target=${id}`);
      await expect(page.getByRole('list', { name: 'Audit record' }).getByRole('listitem')).toHaveCount(1);
    },
  },
  {
    name: 'auth-providers',
    async open(page) {
      await loginAs(page, ADMIN, '/auth-providers');
      await page.getByRole('button', { name: 'New provider' }).click();
      await expect(page.getByRole('dialog', { name: 'New provider' })).toBeVisible();
    },
  },
  {
    name: 'for-administrators',
    async open(page) {
      await loginAs(page, USER, '/users');
      await expect(page.getByRole('heading', { level: 1, name: 'For administrators' })).toBeVisible();
    },
  },
  {
    name: 'new-user',
    async open(page) {
      await loginAs(page, ADMIN, '/users');
      await page.getByRole('button', { name: 'New user' }).click();
      await expect(page.getByRole('dialog', { name: 'New user' })).toBeVisible();
    },
  },
];

async function at(page: Page, address: string, heading: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
}

test.describe('G: accessibility and look', () => {
  for (const route of ROUTES) {
    for (const colorScheme of THEMES) {
      test(`nothing is in the way of anybody: ${route.name}, ${colorScheme}`, async ({ page, administrator }) => {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await route.open(page, administrator);
        const { violations, passes } = await new AxeBuilder({ page }).analyze();
        expect(passes.length, 'rules that found something to look at').toBeGreaterThan(10);
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)).toEqual([]);
      });
    }

    test(`is built as its readers expect: ${route.name}`, async ({ page, administrator }) => {
      await route.open(page, administrator);
      await expect(page.locator('body')).toMatchAriaSnapshot({ name: `${route.name}.aria.yml` });
      await expect(page).toHaveTitle(/· Paseport$/);
      await expect(page.getByRole('main')).toHaveCount(1);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    });

    test(`fits a phone: ${route.name}`, async ({ page, administrator }) => {
      await page.setViewportSize(PHONE);
      await route.open(page, administrator);
      const widths = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      expect(widths[0], 'one has to scroll sideways').toBe(widths[1]);
    });
  }

  test('the sign-in page is small', async ({ page }) => {
    await page.goto('/login');
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await page.waitForLoadState('networkidle');
    const scripts = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter(({ name }) => name.endsWith('.js'))
        .map((entry) => (entry as PerformanceResourceTiming).encodedBodySize),
    );
    expect(scripts.length).toBeGreaterThan(3);
    expect(Math.min(...scripts), 'a size that is not told').toBeGreaterThan(0);
    expect(scripts.reduce((sum, bytes) => sum + bytes)).toBeLessThanOrEqual(MOST_LOGIN_SCRIPT_BYTES);
  });

  test('the theme follows the system, and a choice is kept', async ({ page }) => {
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto('/login');
    const dark = await background();
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(background).not.toBe(dark);
    await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
    await expect.poll(background).toBe(dark);
    await page.reload();
    expect(await background()).toBe(dark);
  });

  test('a dialog takes the focus, keeps it, and gives it back', async ({ page }) => {
    await loginAs(page, ADMIN, '/users');
    const opener = page.getByRole('button', { name: 'New user' });
    await opener.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New user' });
    await expect(dialog).toBeVisible();
    for (let step = 0; step < 20; step += 1) {
      await page.keyboard.press('Tab');
      expect(await dialog.evaluate((element) => element.contains(document.activeElement)), `step ${step}`).toBe(true);
    }
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();
  });

  test('the first stop of the keyboard leads past the navigation', async ({ page }) => {
    await loginAs(page, ADMIN);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    await expect(skip).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
  });
});
