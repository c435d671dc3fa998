import type { HandleClientError } from '@sveltejs/kit/hooks';
import { afterEach, expect, it, vi } from 'vitest';
import { connection } from '#lib/stores/connection.svelte.ts';
import { sessionHint } from '#lib/session/hint.ts';
import { auth } from '#lib/stores/auth.svelte.ts';
import { handleError, init } from './hooks.client.ts';

type Input = Parameters<HandleClientError>[0];

const caught = (input: Pick<Input, 'kind' | 'error'>) => handleError(input as Input);

it('asks for none where there can’t be one', () => {
  const restore = vi.spyOn(auth, 'restore');
  history.replaceState(null, '', '/dashboard');

  void init();
  expect(restore).not.toHaveBeenCalled();
});

afterEach(() => {
  vi.useRealTimers();
  sessionHint.clear();
  history.replaceState(null, '', '/');
});

it.each([
  ['/dashboard', 1],
  ['/users/019a', 1],
  ['/logins', 1],
  ['/', 0],
  ['/login', 0],
  ['/login/link', 0],
  ['/setup', 0],
])('asks for a session ahead where a page needs one: %s', (path, times) => {
  const restore = vi.spyOn(auth, 'restore').mockResolvedValue(true);
  sessionHint.set();
  history.replaceState(null, '', path);

  void init();
  expect(restore).toHaveBeenCalledTimes(times);
});

it('takes code that can’t be fetched for a server that is away', () => {
  vi.useFakeTimers();
  const error = new TypeError('Failed to fetch dynamically imported module: https://app/nodes/4.js');

  expect(caught({ kind: 'unknown', error })).toMatchObject({ status: 503 });
  expect(connection.away).toBe(true);
});

it('tells every other fault of the app on the console', () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const error = new TypeError('undefined is not a function');

  expect(caught({ kind: 'unknown', error })).toBeUndefined();
  expect(told).toHaveBeenCalledWith(error);
});

it('leaves alone what the app or SvelteKit has words for', () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);

  expect(caught({ kind: 'framework', error: { status: 404, message: 'Not Found' } })).toBeUndefined();
  expect(told).not.toHaveBeenCalled();
});
