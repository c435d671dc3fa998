import { isHttpError, isRedirect } from '@sveltejs/kit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '#lib/api/problem.ts';
import { auth } from '#lib/stores/auth.svelte.ts';
import { tokenAnswer } from '../../tests/server.ts';
import { askAhead, requireAdmin, requireNoSession, requireSession } from './guards.ts';
import { sessionHint } from './hint.ts';

const PAGES = ['/dashboard', '/audit'];

vi.mock('$app/paths', () => ({
  match: (path: string) => Promise.resolve(PAGES.some((page) => path.startsWith(page)) ? { id: path } : null),
}));

const url = (path: string) => new URL(path, location.origin);

/** Where the guard sends one, or the status of its refusal. */
async function verdict(guard: () => Promise<void> | void): Promise<string | number | null> {
  try {
    await guard();
    return null;
  } catch (thrown) {
    if (isRedirect(thrown)) return thrown.location;
    if (isHttpError(thrown)) return thrown.status;
    throw thrown;
  }
}

describe('a page for those who are signed in', () => {
  const ask = (path: string) => verdict(() => requireSession(url(path)));

  it('lets them in', async () => {
    vi.spyOn(auth, 'restore').mockResolvedValue(true);

    expect(await ask('/audit')).toBeNull();
  });

  it('sends others to sign in and back', async () => {
    vi.spyOn(auth, 'restore').mockResolvedValue(false);

    expect(await ask('/audit?kind=user.created')).toBe('/login?return_to=%2Faudit%3Fkind%3Duser.created');
  });

  it('waits for a server that is away, and for no other fault', async () => {
    const restore = vi.spyOn(auth, 'restore').mockRejectedValue(Problem.unreachable());
    expect(await ask('/audit')).toBe(503);

    restore.mockRejectedValue(new Problem(500, 'internal', 'Broken'));
    expect(await ask('/audit')).toBe(500);
  });
});

describe('a session that was asked for ahead', () => {
  const ask = () => verdict(() => requireSession(url('/audit')));

  it.each([
    ['is not asked for again by the first page', true, null],
    ['is told by the first page if there is none', false, '/login?return_to=%2Faudit'],
  ])('%s', async (_, known, told) => {
    const restore = vi.spyOn(auth, 'restore').mockResolvedValue(known);
    askAhead();

    expect(await ask()).toBe(told);
    expect(restore).toHaveBeenCalledOnce();
  });

  it('is asked for anew by the next', async () => {
    const restore = vi.spyOn(auth, 'restore').mockRejectedValue(Problem.unreachable());
    askAhead();
    expect(await ask()).toBe(503);

    restore.mockResolvedValue(true);
    expect(await ask()).toBeNull();
    expect(restore).toHaveBeenCalledTimes(2);
  });
});

describe('a page for administrators', () => {
  beforeEach(() => auth.signedIn(tokenAnswer('a-token')));

  it('refuses others', async () => {
    expect(await verdict(requireAdmin)).toBe(403);
  });

  it('lets them in', async () => {
    auth.signedIn(tokenAnswer('another', { roles: ['Admin', 'User'] }));

    expect(await verdict(requireAdmin)).toBeNull();
  });
});

describe('the sign-in page', () => {
  const ask = (path: string) => verdict(() => requireNoSession(url(path)));

  beforeEach(() => void (auth.user = null));
  afterEach(() => void (auth.user = null));

  it('asks for no session where there can’t be one', async () => {
    const restore = vi.spyOn(auth, 'restore');

    expect(await ask('/login')).toBeNull();
    expect(restore).not.toHaveBeenCalled();
  });

  it('is passed over by who has a session, to where they wanted to be', async () => {
    sessionHint.set();
    vi.spyOn(auth, 'restore').mockResolvedValue(true);

    expect(await ask('/login')).toBe('/dashboard');
    expect(await ask('/login?return_to=/audit')).toBe('/audit');
    expect(await ask('/login?return_to=/no/such-page')).toBe('/dashboard');
    expect(await ask('/login?return_to=//evil.example')).toBe('/dashboard');
    expect(await ask('/login?return_to=/auth/v1/authorize')).toBe('/auth/v1/authorize');
  });

  it('is shown while the server is away', async () => {
    sessionHint.set();
    vi.spyOn(auth, 'restore').mockRejectedValue(Problem.unreachable());

    expect(await ask('/login')).toBeNull();
  });
});
