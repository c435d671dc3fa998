import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Toasts } from './toasts.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('goes by itself, but not while somebody reads it', () => {
  const toasts = new Toasts();
  toasts.show('Saved.');
  const id = toasts.items[0]?.id ?? 0;
  toasts.pause(id);
  vi.advanceTimersByTime(60_000);
  expect(toasts.items).toHaveLength(1);

  toasts.resume(id);
  vi.advanceTimersByTime(8_000);
  expect(toasts.items).toHaveLength(0);
});

it('shows at most three', () => {
  const toasts = new Toasts();
  for (const text of ['a', 'b', 'c', 'd']) toasts.show(text);

  expect(toasts.items.map(({ text }) => text)).toEqual(['b', 'c', 'd']);
});
