const KEY = 'paseport.has-signed-in';

/**
 * Whether this browser may have a session. Opens nothing: it only spares the sign-in page of a stranger a request that
 * can't succeed. The session itself lives in a cookie that no script can read.
 */
export const sessionHint = {
  get: (): boolean => guarded(() => localStorage.getItem(KEY) !== null) ?? true,
  set: (): void => void guarded(() => localStorage.setItem(KEY, 'yes')),
  clear: (): void => void guarded(() => localStorage.removeItem(KEY)),
};

/** Storage can be switched off. */
function guarded<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}
