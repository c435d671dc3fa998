/** What other tabs were at: nothing, work of the same kind that has ended now, or nobody knows. */
export type Others = 'idle' | 'done' | 'unknown';

/** Runs the work while no other tab runs its own, as far as the browser can say. */
export type Alone = <T>(work: (others: Others) => Promise<T>) => Promise<T>;

const NAME = 'paseport.session';

/**
 * Web Locks exist in secure contexts only. Without them tabs ask each other, and where that comes too late the server's grace
 * for repeated requests has to do.
 */
export const oneTabAtATime: Alone = async (work) => {
  if (!('locks' in navigator)) return work('unknown');
  const atOnce = await navigator.locks.request(NAME, { ifAvailable: true }, async (lock) =>
    lock ? { result: await work('idle') } : null,
  );
  return atOnce ? atOnce.result : navigator.locks.request(NAME, () => work('done'));
};
