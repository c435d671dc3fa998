import type { HandleClientError } from '@sveltejs/kit/hooks';
import { connection } from '#lib/stores/connection.svelte.ts';

/** How Chromium, Firefox and Safari say that the code of a page could not be fetched. */
const CODE_NOT_FETCHED = /dynamically imported module|importing a module script failed/i;

/** Code that can't be fetched is a server that is away: it is waited for, as with every other request. */
export const handleError: HandleClientError = ({ kind, error }) => {
  if (kind !== 'unknown') return;
  if (!(error instanceof TypeError) || !CODE_NOT_FETCHED.test(error.message)) return console.error(error);
  connection.lost();
  return { status: 503, message: 'Paseport can’t be reached.' };
};
