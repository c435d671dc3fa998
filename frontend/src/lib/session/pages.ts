import { preloadCode } from '$app/navigation';

/** What somebody looks at first goes first: on a slow network the rest would hold it up. */
const LATER_MS = 2_000;

const PAGES = [
  '/(protected)/dashboard',
  '/(protected)/users',
  '/(protected)/users/[user_id]',
  '/(protected)/auth-providers',
  '/(protected)/audit',
  '/(protected)/account',
] as const;

/**
 * Fetches the code of all pages in a moment, while the server is there, so that one can walk about while it is away.
 * Gives back how to leave it.
 */
export function fetchAllPages(): () => void {
  const timer = setTimeout(() => {
    // Whatever doesn't come now is asked for again when somebody goes there.
    for (const page of PAGES) preloadCode(page).catch(() => undefined);
  }, LATER_MS);
  return () => clearTimeout(timer);
}
