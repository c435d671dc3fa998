import type { ClientInit, HandleClientError } from '@sveltejs/kit/hooks';
import { askAhead } from '#lib/session/guards.ts';
import { sessionHint } from '#lib/session/hint.ts';
import { connection } from '#lib/stores/connection.svelte.ts';

/** Pages that strangers see too. They ask for a session by themselves where they need to know of one. */
const OPEN = /^\/(login|setup)?(\/|$)/;

/** How Chromium, Firefox and Safari say that the code of a page could not be fetched. */
const CODE_NOT_FETCHED = /dynamically imported module|importing a module script failed/i;

/** The session is asked for while the code of the page is still on its way: nothing is shown before both are there. */
export const init: ClientInit = () => {
  if (sessionHint.get() && !OPEN.test(location.pathname)) askAhead();
};

/** Code that can't be fetched is a server that is away: it is waited for, as with every other request. */
export const handleError: HandleClientError = ({ kind, error }) => {
  if (kind !== 'unknown') return;
  if (!(error instanceof TypeError) || !CODE_NOT_FETCHED.test(error.message)) return console.error(error);
  connection.lost();
  return { status: 503, message: 'Paseport can’t be reached.' };
};
