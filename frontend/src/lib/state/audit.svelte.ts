import { issuer, read } from '#lib/api/client.ts';
import type { AuditEntry } from '#lib/api/models.ts';
import { queryOf, type AuditFilter } from '#lib/audit/filter.ts';
import { Problem } from '#lib/api/problem.ts';
import { connection } from '#lib/stores/connection.svelte.ts';
import { Names } from './names.svelte.ts';
import { Pages } from './pages.svelte.ts';

const PAGE = 50;

/** The audit record as far as it was read, and the names in it. */
export class AuditLog extends Pages<AuditEntry> {
  readonly names = new Names();

  constructor(filter: () => AuditFilter) {
    super(async (cursor, signal) => {
      const wanted = filter();
      const query = { ...queryOf(wanted), limit: PAGE, ...(cursor && { cursor }) };
      const page = await read(issuer.GET('/audit/v1', { params: { query }, signal }));
      void this.#findNames(page.items, [wanted.actor, wanted.target]);
      return page;
    });
  }

  /** Entries without names are worth showing. Those that a server owes come once it is back. */
  async #findNames(entries: AuditEntry[], others: string[]): Promise<void> {
    try {
      await this.names.find(entries, others);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!error.isPassing) return;
      await connection.whenBack();
      await this.#findNames(entries, others);
    }
  }
}
