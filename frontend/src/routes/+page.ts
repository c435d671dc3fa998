import { redirect } from '@sveltejs/kit';
import { sessionHint } from '#lib/session/hint.ts';

/** A stranger is spared a request for a session that he can't have. */
export const load = () => redirect(303, sessionHint.get() ? '/dashboard' : '/login');
