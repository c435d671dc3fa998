import { api, read } from '#lib/api/client.ts';
import type { AdminDashboard, Dashboard } from '#lib/api/models.ts';
import { auth } from '#lib/stores/auth.svelte.ts';
import { Resource } from './resource.svelte.ts';

/** The servers take a sample every five seconds. */
const PERIOD_MS = 5_000;

/** The figures, and for administrators what only they may see. */
export class DashboardFigures extends Resource<Dashboard & Partial<AdminDashboard>> {
  constructor() {
    super(() => (auth.isAdmin ? read(api.GET('/api/admin')) : read(api.GET('/api/dashboard'))));
  }

  /** Keeps them fresh while somebody looks. Gives back how to stop. */
  follow = (): (() => void) => {
    void this.load();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && !this.loading && !auth.ended) void this.load();
    }, PERIOD_MS);
    return () => clearInterval(timer);
  };
}
