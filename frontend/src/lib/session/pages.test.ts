import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fetchAllPages } from './pages.ts';

const preloadCode = vi.hoisted(() => vi.fn<(page: string) => Promise<void>>(() => Promise.resolve()));
vi.mock('$app/navigation', () => ({ preloadCode }));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('fetches every page behind the sign-in, and lets the first one go first', () => {
  const routes = readdirSync('src/routes/(protected)', { recursive: true, encoding: 'utf8' });
  const pages = routes.filter((path) => /(^|\/)\+page(@.*)?\.svelte$/.test(path));

  fetchAllPages();
  expect(preloadCode).not.toHaveBeenCalled();
  vi.runAllTimers();

  const fetched = preloadCode.mock.calls.map(([page]) => page);
  expect(fetched.toSorted()).toEqual(pages.map((path) => `/(protected)/${path.replace(/\/\+page.*$/, '')}`).toSorted());
});

it('fetches nothing for a page that was left meanwhile', () => {
  fetchAllPages()();
  vi.runAllTimers();

  expect(preloadCode).not.toHaveBeenCalled();
});

it('takes it easy if a page doesn’t come', async () => {
  preloadCode.mockRejectedValue(new TypeError('Failed to fetch'));

  fetchAllPages();
  await vi.runAllTimersAsync();

  expect(preloadCode).toHaveBeenCalled();
});
