const MAX_BYTES = 2048;

/** The start page of whoever is signed in. */
export const HOME = '/dashboard';

/**
 * Where to go after sign-in: a path of our own, or the start page.
 *
 * Browsers read `//host`, `/\host` and paths with tabs or line ends as other addresses, and `/.//host` may become one.
 */
export function returnTo(path: string | null, home = HOME): string {
  return path !== null && isOwnPath(path) ? path : home;
}

/** Whether a path is not a page but an address of the issuer, which sends browsers here to sign in and come back. */
export function isOfIssuer(path: string): boolean {
  return path.startsWith('/auth/v1/');
}

/** The address of the sign-in page that comes back to `url`. */
export function loginAddress(url: URL): string {
  // Guards must not know the fragment.
  const here = url.pathname + url.search;
  return here === '/' || here === HOME ? '/login' : `/login?${new URLSearchParams({ return_to: here })}`;
}

function isOwnPath(path: string): boolean {
  const beforeQuery = path.split(/[?#]/, 1)[0] ?? '';
  return (
    path.startsWith('/') &&
    !beforeQuery.includes('//') &&
    !beforeQuery.split('/').some((segment) => segment === '.' || segment === '..') &&
    new TextEncoder().encode(path).length <= MAX_BYTES &&
    // eslint-disable-next-line no-control-regex -- control characters are what this is about
    !/[\\\u0000-\u001f\u007f-\u009f]/.test(path) &&
    // The browser's own reading has the last word.
    new URL(path, location.origin).origin === location.origin &&
    !isSignIn(beforeQuery)
  );
}

/** Coming back to the sign-in page would lead in a circle. */
function isSignIn(path: string): boolean {
  return path === '/' || path === '/login' || path.startsWith('/login/') || path === '/setup';
}
