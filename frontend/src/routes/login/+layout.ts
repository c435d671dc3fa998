import { requireNoSession, SESSION } from '#lib/session/guards.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ url, depends }) => {
  depends(SESSION);
  await requireNoSession(url);
};
