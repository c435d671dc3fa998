import { loginAs } from '../helpers/login.ts';
import { expect, test } from '../helpers/test.ts';

// Playwright switches off the cache in which browsers keep pages for the back button.
test.use({
  launchOptions: async ({ launchOptions }, use) =>
    use({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
});

test.describe('B: pages that the browser keeps', () => {
  test('a page that is shown again never shows whose it was', async ({ page, administrator, faults }) => {
    faults.expect(/^401 POST \/auth\/v1\/refresh$/);
    const account = await administrator.makeUser();
    const shownAgain: { isKept: boolean; isVisible: boolean }[] = [];
    await page.exposeBinding('tellShown', (_source, shown: (typeof shownAgain)[number]) => shownAgain.push(shown));
    await page.addInitScript(() => {
      const { tellShown } = globalThis as unknown as { tellShown: (shown: object) => void };
      addEventListener('pageshow', ({ persisted }) =>
        tellShown({ isKept: persisted, isVisible: document.documentElement.checkVisibility() }),
      );
    });
    await loginAs(page, account, '/account');
    await expect(page.getByRole('list', { name: 'Sessions' })).toBeVisible();
    await page.goto('/favicon.svg');
    await administrator.endSessions(account.id);
    shownAgain.length = 0;
    await page.goBack({ waitUntil: 'commit' });

    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    expect(shownAgain[0]).toEqual({ isKept: true, isVisible: false });
    await expect(page.getByText(account.email)).toHaveCount(0);
  });
});
