import { preloadCode } from '$app/navigation';

/** Fetches the code of all pages while the server is there, so that one can walk about while it is away. */
export function fetchAllPages(): void {
  const pages = [
    '/(protected)/dashboard',
    '/(protected)/users',
    '/(protected)/users/[user_id]',
    '/(protected)/auth-providers',
    '/(protected)/audit',
    '/(protected)/account',
  ] as const;
  // Whatever doesn't come now is asked for again when somebody goes there.
  for (const page of pages) preloadCode(page).catch(() => undefined);
}
