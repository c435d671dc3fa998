import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '#lib/api/problem.ts';
import { Browser } from '../../tests/tabs.ts';
import { tokenAnswer } from '../../tests/server.ts';

let browser: Browser;

beforeEach(() => {
  browser = new Browser();
});

const events = () => ({ signedOut: vi.fn(), otherUser: vi.fn(), changed: vi.fn() });

describe('a tab', () => {
  it('is signed in after a reload without asking for a password', async () => {
    const tab = browser.openTab();

    expect(await tab.restore()).toBe(true);
    expect(tab.user?.email).toBe('ada@example.com');
    expect(await tab.token()).toBe('token-1');
  });

  it('knows that there is no session', async () => {
    browser.session = null;
    const tab = browser.openTab();

    expect(await tab.restore()).toBe(false);
    expect(tab.user).toBeNull();
  });

  it('is not signed out by a server that is away', async () => {
    const tab = browser.openTab();
    await tab.restore();
    browser.failure = Problem.unreachable();

    await expect(tab.tokenAfter('token-1')).rejects.toBe(browser.failure);
    expect(tab.user).not.toBeNull();
    expect(tab.ended).toBe(false);
  });

  it('renews the token before its end', async () => {
    vi.useFakeTimers();
    try {
      const tab = browser.openTab();
      await tab.restore();
      await vi.advanceTimersByTimeAsync(299_000);

      expect(browser.refreshes).toBe(2);
      expect(await tab.token()).toBe('token-2');
    } finally {
      vi.useRealTimers();
    }
  });

  it('renews once, however many requests were refused', async () => {
    const tab = browser.openTab();
    await tab.restore();

    const tokens = await Promise.all([1, 2, 3, 4].map(() => tab.tokenAfter('token-1')));

    expect(tokens).toEqual(['token-2', 'token-2', 'token-2', 'token-2']);
    expect(browser.refreshes).toBe(2);
  });

  it('waits for the user when the session is over, and goes on with his new token', async () => {
    const tab = browser.openTab();
    await tab.restore();
    browser.session = null;

    const token = tab.tokenAfter('token-1');
    await vi.waitFor(() => expect(tab.ended).toBe(true));
    expect(tab.user).not.toBeNull();
    tab.signedIn(tokenAnswer('fresh'));

    expect(await token).toBe('fresh');
    expect(tab.ended).toBe(false);
  });

  it('tells when roles have changed', async () => {
    const tab = browser.openTab();
    const told = events();
    tab.listen(told);
    await tab.restore();
    browser.session = { ...tokenAnswer('').user, roles: ['Admin', 'User'] };
    await tab.lookAgain();

    expect(tab.isAdmin).toBe(true);
    expect(told.changed).toHaveBeenCalledTimes(2);
  });

  it('stays signed in when the server refuses to end the session', async () => {
    const tab = browser.openTab();
    await tab.restore();
    browser.failure = new Problem(403, 'forbidden', 'Refused');

    await expect(tab.signOut()).rejects.toBe(browser.failure);
    expect(tab.user).not.toBeNull();
    expect(browser.owesSignOut).toBe(false);
  });
});

describe('a sign-out while the server is away', () => {
  const AWAY = new Problem(503, 'unavailable', 'Away');

  async function signOut(): Promise<void> {
    const tab = browser.openTab();
    await tab.restore();
    browser.failure = AWAY;
    await tab.signOut();
  }

  it('is over at once in all tabs', async () => {
    const other = browser.openTab();
    const told = events();
    other.listen(told);
    await signOut();

    expect(other.user).toBeNull();
    expect(told.signedOut).toHaveBeenCalledOnce();
    expect(browser.openTab().owesSignOut).toBe(true);
  });

  it('is told to the server as soon as it answers', async () => {
    vi.useFakeTimers();
    try {
      await signOut();
      const page = browser.openTab();
      await page.settle();
      await vi.advanceTimersByTimeAsync(5_000);
      expect(browser.session).not.toBeNull();
      browser.failure = null;
      await vi.advanceTimersByTimeAsync(5_000);

      expect(browser.session).toBeNull();
      expect(page.owesSignOut).toBe(false);
      expect(browser.owesSignOut).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is never taken back by the session that is still there', async () => {
    await signOut();
    const page = browser.openTab();
    await expect(page.restore()).rejects.toBe(AWAY);
    browser.failure = null;

    expect(await page.restore()).toBe(false);
    expect(browser.refreshes).toBe(1);
    expect(browser.session).toBeNull();
  });

  it('does not end the session of a later sign-in', async () => {
    await signOut();
    browser.failure = null;
    const page = browser.openTab();
    await Promise.all([page.signIn(() => Promise.resolve(tokenAnswer('fresh'))), page.settle()]);

    expect(browser.session).not.toBeNull();
    expect(page.owesSignOut).toBe(false);
    expect(await page.token()).toBe('fresh');
  });

  it('does not happen where nobody would remember to tell it', async () => {
    browser.canKeep = false;

    await expect(signOut()).rejects.toBe(AWAY);
  });
});

describe('two tabs', () => {
  it('renew once, though what one of them got is heard of only after its turn', async () => {
    browser.newsAreLate = true;
    const tabs = [browser.openTab(), browser.openTab()];

    expect(await Promise.all(tabs.map((tab) => tab.restore()))).toEqual([true, true]);
    expect(browser.refreshes).toBe(1);
  });

  it('ask both, when the first one got nothing to tell of', async () => {
    const [first, second] = [browser.openTab(), browser.openTab()];
    browser.failure = Problem.unreachable();
    const renewals = [first.restore(), second.restore()];
    await expect(renewals[0]).rejects.toBe(browser.failure);
    browser.failure = null;

    expect(await renewals[1]).toBe(true);
  });

  it('ask each other where there are no locks, so that one that opens later renews nothing', async () => {
    browser.hasLocks = false;
    const first = browser.openTab();
    const begun = Date.now();
    expect(await first.restore()).toBe(true);
    expect(Date.now() - begun, 'nobody answers for so long').toBeGreaterThan(400);
    const later = browser.openTab();

    expect(await later.restore()).toBe(true);
    expect(await later.token()).toBe('token-1');
    expect(browser.refreshes).toBe(1);
  });

  it('give each other no token of a session that is over', async () => {
    browser.hasLocks = false;
    const first = browser.openTab();
    await first.restore();
    browser.session = null;
    void first.tokenAfter('token-1');
    await vi.waitFor(() => expect(first.ended).toBe(true));

    expect(await browser.openTab().restore()).toBe(false);
  });

  it('share one renewal', async () => {
    const [one, two] = [browser.openTab(), browser.openTab()];
    await one.restore();
    await two.restore();
    expect(browser.refreshes).toBe(1);

    const tokens = await Promise.all([one.tokenAfter('token-1'), two.tokenAfter('token-1')]);

    expect(tokens).toEqual(['token-2', 'token-2']);
    expect(browser.refreshes).toBe(2);
  });

  it('are both signed out by either', async () => {
    const [one, two] = [browser.openTab(), browser.openTab()];
    const told = events();
    two.listen(told);
    await one.restore();
    await one.signOut();

    expect(one.user).toBeNull();
    expect(two.user).toBeNull();
    expect(told.signedOut).toHaveBeenCalledOnce();
  });

  it('both go on when the user signs in again in one of them', async () => {
    const [one, two] = [browser.openTab(), browser.openTab()];
    await one.restore();
    browser.session = null;
    const waiting = two.tokenAfter('token-1');
    await vi.waitFor(() => expect(two.ended).toBe(true));
    one.signedIn(tokenAnswer('fresh'));

    expect(await waiting).toBe('fresh');
  });

  it('never mix two accounts', async () => {
    const [one, two] = [browser.openTab(), browser.openTab()];
    const told = events();
    two.listen(told);
    await one.restore();
    const other = browser.openTab();
    other.signedIn(tokenAnswer('of-grace', { id: 'grace' }));

    expect(told.otherUser).toHaveBeenCalledOnce();
    expect(two.user?.id).toBe('ada');
    expect(await two.token()).toBe('token-1');
  });
});
