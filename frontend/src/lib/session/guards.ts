import { error, redirect } from '@sveltejs/kit';
import { Problem } from '#lib/api/problem.ts';
import { match } from '$app/paths';
import { auth } from '#lib/stores/auth.svelte.ts';
import { sessionHint } from './hint.ts';
import { HOME, isOfIssuer, loginAddress, returnTo } from './return_to.ts';

/** Guards run again when this is invalidated. */
export const SESSION = 'paseport:session';

let asked: Promise<boolean> | null = null;

/** Asks for the session before the first guard needs the answer. */
export function askAhead(): void {
  asked = auth.restore();
  // Told by the guard.
  asked.catch(() => undefined);
}

/** Lets in whoever is signed in, and sends everybody else to sign in and back. */
export async function requireSession(url: URL): Promise<void> {
  if (!(await restored())) redirect(303, loginAddress(url));
}

/** For pages of administrators. The servers decide; this only spares others a page full of refusals. */
export function requireAdmin(): void {
  if (!auth.isAdmin) error(403, 'This page is for administrators.');
}

/** For the sign-in page: whoever has a session already goes on. */
export async function requireNoSession(url: URL): Promise<void> {
  const known = auth.user !== null || (sessionHint.get() && (await auth.restore().catch(() => false)));
  if (known) redirect(303, await existing(returnTo(url.searchParams.get('return_to'))));
}

/** Nobody shall end at an address that leads nowhere only because he had to sign in. */
async function existing(path: string): Promise<string> {
  return isOfIssuer(path) || (await match(path)) ? path : HOME;
}

async function restored(): Promise<boolean> {
  const answer = asked ?? auth.restore();
  asked = null;
  try {
    return await answer;
  } catch (problem) {
    if (problem instanceof Problem) error(problem.isPassing ? 503 : 500, problem.message);
    throw problem;
  }
}
