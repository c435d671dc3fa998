import { describe, expect, it } from 'vitest';
import { Problem } from '#lib/api/problem.ts';
import { FreshSignIn } from './fresh.svelte.ts';

const stale = () => Promise.reject(new Problem(401, 'fresh-sign-in-required', 'too long ago'));

/** Work that wants a fresh sign-in the first time. */
function once<T>(value: T): () => Promise<T> {
  let tries = 0;
  return () => (tries++ === 0 ? stale() : Promise.resolve(value));
}

describe('work that wants a fresh sign-in', () => {
  it('is done at once where the sign-in is fresh', async () => {
    const fresh = new FreshSignIn();
    await expect(fresh.with(() => Promise.resolve('done'))).resolves.toBe('done');
    expect(fresh.asking).toBe(false);
  });

  it('is done again after the sign-in', async () => {
    const fresh = new FreshSignIn();
    const work = fresh.with(once('done'));
    await expect.poll(() => fresh.asking).toBe(true);
    fresh.answered(true);
    await expect(work).resolves.toBe('done');
    expect(fresh.asking).toBe(false);
  });

  it('is given up with the dialog, and says so', async () => {
    const fresh = new FreshSignIn();
    const work = fresh.with(once('done'));
    const refused = expect(work).rejects.toMatchObject({ kind: 'fresh-sign-in-required', message: /sign in again/ });
    await expect.poll(() => fresh.asking).toBe(true);
    fresh.answered(false);
    await refused;
  });

  it('fails as it fails for any other reason', async () => {
    const fresh = new FreshSignIn();
    const conflict = new Problem(409, 'last-way-in', 'the last way in');
    await expect(fresh.with(() => Promise.reject(conflict))).rejects.toBe(conflict);
  });
});
