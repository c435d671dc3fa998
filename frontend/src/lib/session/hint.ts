/** One yes or no that outlives the page and is shared by all tabs, as far as the browser keeps anything. */
export interface Flag {
  get(): boolean;
  set(): void;
  clear(): void;
}

/**
 * Whether this browser may have a session. Opens nothing: it only spares the sign-in page of a stranger a request that
 * can't succeed. The session itself lives in a cookie that no script can read.
 */
export const sessionHint = storedFlag('paseport.has-signed-in', true);

/** Whether somebody signed out here and the server could not be told. Until it is, nothing here uses the session. */
export const signOutOwed = storedFlag('paseport.sign-out-owed', false);

function storedFlag(key: string, withoutStorage: boolean): Flag {
  return {
    get: () => guarded(() => localStorage.getItem(key) !== null) ?? withoutStorage,
    set: () => guarded(() => localStorage.setItem(key, 'yes')),
    clear: () => guarded(() => localStorage.removeItem(key)),
  };
}

/** Storage can be switched off. */
function guarded<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}
