/** Runs the work while no other tab runs its own. */
export type Alone = <T>(work: () => Promise<T>) => Promise<T>;

/** Web Locks exist in secure contexts only; without them the server's grace for repeated requests has to do. */
export const oneTabAtATime: Alone = (work) =>
  // The wrapper keeps the promise's own type: `request` would unwrap it once more.
  'locks' in navigator ? navigator.locks.request('paseport.session', () => work()) : work();
