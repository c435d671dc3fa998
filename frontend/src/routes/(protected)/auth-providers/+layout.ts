import { requireAdmin } from '#lib/session/guards.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ parent }) => {
  await parent();
  requireAdmin();
};
