import { api, issuer, read } from '#lib/api/client.ts';
import type { AdminDashboard, AuditSummary, Dashboard } from '#lib/api/models.ts';
import { auth } from '#lib/stores/auth.svelte.ts';
import { Instances } from './instances.svelte.ts';
import { Resource } from './resource.svelte.ts';

/** The servers take a sample every five seconds. */
const FIGURES_MS = 5_000;
const SUMMARY_MS = 15_000;

/** Something that is fetched again and again while somebody looks. */
class Followed<T> extends Resource<T> {
  constructor(
    fetchValue: () => Promise<T>,
    private readonly periodMs: number,
  ) {
    super(fetchValue);
  }

  /** Keeps it fresh. Gives back how to stop. */
  follow = (): (() => void) => {
    void this.load();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && !this.loading && !auth.ended) void this.load();
    }, this.periodMs);
    return () => clearInterval(timer);
  };
}

type Figures = Dashboard & Partial<AdminDashboard>;

/** The figures of host and process, and for administrators what only they may see: of one instance, while it answers. */
export class DashboardFigures extends Followed<Figures> {
  readonly instances = new Instances();

  constructor() {
    super(() => (auth.isAdmin ? read(api.GET('/api/admin')) : read(api.GET('/api/dashboard'))), FIGURES_MS);
  }

  override set(figures: Figures): void {
    if (this.instances.takes(figures)) super.set(figures);
    else this.problem = null;
  }
}

/** For administrators: what the record counts, and what the issuer stands on. */
export class Summary extends Followed<AuditSummary> {
  constructor() {
    super(() => read(issuer.GET('/audit/v1/summary')), SUMMARY_MS);
  }
}
