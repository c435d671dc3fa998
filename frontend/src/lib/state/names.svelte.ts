import { SvelteMap } from 'svelte/reactivity';
import { issuer, read } from '#lib/api/client.ts';
import type { AuditEntry, User } from '#lib/api/models.ts';
import { detailsOf } from '#lib/audit/facts.ts';

export interface KnownName {
  name: string;
  isDeleted: boolean;
}

/** The names behind the ids of the audit record, deleted users included. */
export class Names {
  #known = new SvelteMap<string, KnownName>();
  /** Ids that were asked for, so that nobody is looked up twice. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
  #asked = new Set<string>();
  #listed: Promise<boolean> | null = null;

  of(id: string): KnownName | undefined {
    return this.#known.get(id);
  }

  /** Finds the names of everybody in the entries, and of others. */
  async find(entries: AuditEntry[], others: string[] = []): Promise<void> {
    for (const entry of entries) this.#learnFrom(entry);
    const ids = [...entries.flatMap(({ actor, target }) => [actor, target]), ...others].filter((id) => id);
    const isComplete = await (this.#listed ??= this.#list());
    await Promise.all((ids as string[]).filter((id) => this.#isNew(id)).map((id) => this.#ask(id, isComplete)));
  }

  /** Learns the first users at once, which in many places are all. */
  async #list(): Promise<boolean> {
    const { items, next_cursor } = await read(issuer.GET('/users/v1', { params: { query: { limit: 100 } } }));
    for (const user of items) this.#learn(user);
    return next_cursor == null;
  }

  #isNew(id: string): boolean {
    if (this.#known.has(id) || this.#asked.has(id)) return false;
    this.#asked.add(id);
    return true;
  }

  /** The record knows who was deleted, so nobody is asked for who is not there. */
  async #ask(id: string, isComplete: boolean): Promise<void> {
    const query = { target: id, kind: 'user.deleted', limit: 1 };
    const [deletion] = (await read(issuer.GET('/audit/v1', { params: { query } }))).items;
    if (deletion) this.#learnFrom(deletion);
    else if (!isComplete) {
      this.#learn(await read(issuer.GET('/users/v1/{user_id}', { params: { path: { user_id: id } } })));
    }
  }

  #learn(user: User): void {
    this.#known.set(user.id, { name: user.display_name, isDeleted: false });
  }

  /** Entries come latest first, and what is known already is later still. */
  #learnFrom(entry: AuditEntry): void {
    const { before, after } = detailsOf(entry);
    const name = (after ?? before)?.display_name;
    if (!entry.target || name === undefined || this.#known.has(entry.target)) return;
    this.#known.set(entry.target, { name, isDeleted: entry.kind === 'user.deleted' });
  }
}
