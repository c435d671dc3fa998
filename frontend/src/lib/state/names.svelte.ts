import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { issuer, read } from '#lib/api/client.ts';
import type { AuditEntry, User } from '#lib/api/models.ts';
import { Problem } from '#lib/api/problem.ts';
import { detailsOf } from '#lib/audit/facts.ts';

/** Longest page of the servers. */
const LIMIT = 100;
/** Look-ups under way at the same time. */
const AT_ONCE = 4;

export interface KnownName {
  name: string;
  isDeleted: boolean;
}

/** The names behind the ids of the audit record, deleted users included. */
export class Names {
  #known = new SvelteMap<string, KnownName>();
  /** Ids that are being looked up. */
  #sought = new SvelteSet<string>();
  /** Ids that nobody ever had: asking again would change nothing. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
  #nobody = new Set<string>();
  #first: Promise<unknown> | null = null;

  of(id: string): KnownName | undefined {
    return this.#known.get(id);
  }

  /** Whether a name may still come. */
  isSought(id: string): boolean {
    return this.#sought.has(id);
  }

  /** Finds the names of everybody in the entries, and of others. Whom it can't find now is looked for the next time. */
  async find(entries: AuditEntry[], others: string[] = []): Promise<void> {
    for (const entry of entries) this.#learnFrom(entry);
    const ids = [...entries.flatMap(({ actor, target }) => [actor ?? '', target ?? '']), ...others];
    const sought = ids.filter((id, index) => ids.indexOf(id) === index && this.#isMissing(id));
    for (const id of sought) this.#sought.add(id);
    try {
      await this.#learnFirst();
      await this.#askFor(sought.filter((id) => !this.#known.has(id)));
    } finally {
      for (const id of sought) this.#sought.delete(id);
    }
  }

  #isMissing(id: string): boolean {
    return id !== '' && !this.#known.has(id) && !this.#sought.has(id) && !this.#nobody.has(id);
  }

  /** Learns the first users and the latest deletions at once, which in many places are all. */
  #learnFirst(): Promise<unknown> {
    this.#first ??= Promise.all([this.#learnUsers(), this.#learnDeletions()]).catch((error: unknown) => {
      this.#first = null;
      throw error;
    });
    return this.#first;
  }

  async #learnUsers(): Promise<void> {
    const { items } = await read(issuer.GET('/users/v1', { params: { query: { limit: LIMIT } } }));
    for (const user of items) this.#learn(user);
  }

  async #learnDeletions(of?: string): Promise<void> {
    const query = { kind: 'user.deleted', limit: LIMIT, ...(of && { target: of }) };
    const { items } = await read(issuer.GET('/audit/v1', { params: { query } }));
    for (const deletion of items) this.#learnFrom(deletion);
  }

  /** One after the other, a few of them at a time: the servers have no look-up of many. */
  async #askFor(ids: string[]): Promise<void> {
    const left = ids.values();
    const turns = Array.from({ length: AT_ONCE }, async () => {
      for (const id of left) await this.#ask(id);
    });
    await Promise.all(turns);
  }

  /** The record is asked first: it knows who was deleted, and has an answer for every id. */
  async #ask(id: string): Promise<void> {
    await this.#learnDeletions(id);
    if (this.#known.has(id)) return;
    try {
      this.#learn(await read(issuer.GET('/users/v1/{user_id}', { params: { path: { user_id: id } } })));
    } catch (error) {
      if (!(error instanceof Problem) || ![404, 422].includes(error.status)) throw error;
      this.#nobody.add(id);
    }
  }

  #learn(user: User): void {
    this.#known.set(user.id, { name: user.display_name, isDeleted: false });
  }

  /** A deletion is the last word. Other entries tell a name that will do until a later one is known. */
  #learnFrom(entry: AuditEntry): void {
    const { before, after } = detailsOf(entry);
    const name = (after ?? before)?.display_name;
    const isDeleted = entry.kind === 'user.deleted';
    if (!entry.target || name === undefined || (!isDeleted && this.#known.has(entry.target))) return;
    this.#known.set(entry.target, { name, isDeleted });
  }
}
