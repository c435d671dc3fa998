import { afterEach, expect, it, vi } from 'vitest';
import { oneTabAtATime, type Others } from './lock.ts';

afterEach(() => void vi.unstubAllGlobals());

type Work = (lock: object | null) => Promise<unknown>;

/** Locks of a browser in which another tab has the turn, or none. */
function locks(taken: boolean) {
  const request = vi.fn((_: string, ...[options, work]: [{ ifAvailable: true }, Work] | [Work]) =>
    work ? work(taken ? null : {}) : (options as Work)({}),
  );
  vi.stubGlobal('navigator', { locks: { request } });
  return request;
}

const told = (others: Others) => Promise.resolve(`the others: ${others}`);

it('asks the browser for its turn, and gives back what the work gives', async () => {
  const request = locks(false);

  expect(await oneTabAtATime(told)).toBe('the others: idle');
  expect(request).toHaveBeenCalledExactlyOnceWith('paseport.session', { ifAvailable: true }, expect.any(Function));
});

it('waits for its turn, and says that it did', async () => {
  const request = locks(true);

  expect(await oneTabAtATime(told)).toBe('the others: done');
  expect(request).toHaveBeenLastCalledWith('paseport.session', expect.any(Function));
});

it('works at once where browsers have no locks, and says that nobody knows of the others', async () => {
  vi.stubGlobal('navigator', {});

  expect(await oneTabAtATime(told)).toBe('the others: unknown');
});
