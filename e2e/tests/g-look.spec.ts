import { readdirSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../helpers/test.ts';
import { SCENES } from '../scenes/index.ts';

const ROUTES = new URL('../../frontend/src/routes/', import.meta.url);
const THEMES = ['light', 'dark'] as const;
const PHONE = { width: 360, height: 740 };
/** Compressed, all scripts together that the page of the sign-in loads before somebody does anything. */
const MOST_LOGIN_SCRIPT_BYTES = 60_000;

/** The pages of the app: every folder of its routes with a page in it, without the groups in brackets. */
function routes(): string[] {
  const files = readdirSync(ROUTES, { recursive: true, encoding: 'utf8' });
  const pages = files.filter((file) => /(^|\/)\+page(@.*)?\.svelte$/.test(file));
  return pages.map((file) => `/${file.replace(/\+page.*$/, '').replace(/\([^)]*\)\//g, '')}`.replace(/(.)\/$/, '$1'));
}

test.describe('G: accessibility and look', () => {
  test('every page is looked at', () => {
    const looked = new Set(SCENES.map(({ route }) => route));
    expect(routes().length).toBeGreaterThan(5);
    expect(routes().filter((route) => !looked.has(route))).toEqual([]);
  });

  for (const { name, route, open } of SCENES) {
    test(`nothing is in the way of anybody: ${name}`, async ({ page, stage }) => {
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await open(stage);
      const [path, address] = [new URL(page.url()).pathname, new RegExp(`^${route.replace(/\[\w+\]/g, '[^/]+')}$`)];
      expect(path, 'it is the page that it is taken for').toMatch(address);
      await test.step('built as its readers expect', async () => {
        await expect.soft(page.locator('body')).toMatchAriaSnapshot({ name: `${name}.aria.yml` });
        await expect.soft(page).toHaveTitle(/· Paseport$/);
        await expect.soft(page.getByRole('main')).toHaveCount(1);
        await expect.soft(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      });
      for (const colorScheme of THEMES) {
        await test.step(`no finding: ${colorScheme}`, async () => {
          await page.emulateMedia({ colorScheme });
          const { violations, passes } = await new AxeBuilder({ page }).analyze();
          expect(passes.length, 'rules that found something to look at').toBeGreaterThan(10);
          const findings = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
          expect.soft(findings, colorScheme).toEqual([]);
        });
      }
      await test.step('fits a phone', async () => {
        await page.setViewportSize(PHONE);
        expect(await page.evaluate(scrolledSideways), 'one has to scroll sideways').toEqual([]);
      });
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
});

/** Runs in the page: whatever is wider than its place, and would be scrolled. */
function scrolledSideways(): string[] {
  return [...document.querySelectorAll('*')]
    .filter((element) => element.scrollWidth > element.clientWidth)
    .filter((element) => element.matches('html') || /auto|scroll/.test(getComputedStyle(element).overflowX))
    .map(({ outerHTML }) => outerHTML.slice(0, 200));
}
