import { untrack } from 'svelte';
import { requireSession, SESSION } from '#lib/session/guards.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ url, depends }) => {
  depends(SESSION);
  // Not for every change of the address: a session that ends later is noticed by the requests.
  await requireSession(untrack(() => url));
};
