/** Runs the work while no other tab runs its own. The work is told whether it had to wait for another one’s. */
export type Alone = <T>(work: (waited: boolean) => Promise<T>) => Promise<T>;

const NAME = 'paseport.session';

/** Web Locks exist in secure contexts only; without them the server's grace for repeated requests has to do. */
export const oneTabAtATime: Alone = async (work) => {
  if (!('locks' in navigator)) return work(false);
  const atOnce = await navigator.locks.request(NAME, { ifAvailable: true }, async (lock) =>
    lock ? { result: await work(false) } : null,
  );
  return atOnce ? atOnce.result : navigator.locks.request(NAME, () => work(true));
};
