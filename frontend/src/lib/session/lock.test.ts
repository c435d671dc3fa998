import { afterEach, expect, it, vi } from 'vitest';
import { oneTabAtATime } from './lock.ts';

afterEach(() => void vi.unstubAllGlobals());

it('asks the browser for its turn, and gives back what the work gives', async () => {
  const request = vi.fn((_: string, work: () => Promise<unknown>) => work());
  vi.stubGlobal('navigator', { locks: { request } });

  expect(await oneTabAtATime(() => Promise.resolve('done'))).toBe('done');
  expect(request).toHaveBeenCalledWith('paseport.session', expect.any(Function));
});

it('works at once where browsers have no locks', async () => {
  vi.stubGlobal('navigator', {});

  expect(await oneTabAtATime(() => Promise.resolve('done'))).toBe('done');
});
