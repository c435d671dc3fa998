import { Problem } from '#lib/api/problem.ts';
import { connection } from '#lib/stores/connection.svelte.ts';

interface Page<T> {
  items: T[];
  next_cursor?: string | null;
}

/** Fetches the page after `cursor`, or the first one. */
type FetchPage<T> = (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>;

/** A list that grows page by page. */
export class Pages<T extends { id: string }> {
  items = $state.raw<T[]>([]);
  /** Whether the first page has come, for what is asked for now or before. */
  loaded = $state(false);
  loading = $state(false);
  problem = $state.raw<Problem | null>(null);
  cursor = $state<string | null>(null);

  #underWay = new AbortController();
  /** Where the page begins that was asked for last. */
  #from: string | undefined;

  constructor(private readonly fetchPage: FetchPage<T>) {}

  /** From the beginning. What is there stays visible until the answer comes; without one it would answer another question. */
  restart = (): Promise<void> => {
    this.outdate();
    return this.#fetch(undefined, (items) => items);
  };

  more = (): Promise<void> => {
    if (this.loading || this.cursor === null) return Promise.resolve();
    return this.#fetch(this.cursor, (items) => [...this.items, ...items.filter(({ id }) => !this.has(id))]);
  };

  /** After a failure: what failed, once more. */
  retry = (): Promise<void> => (this.#from === undefined ? this.restart() : this.more());

  has(id: string): boolean {
    return this.items.some((item) => item.id === id);
  }

  /** Something else will be asked for: until then nothing more comes to what is there. */
  protected outdate(): void {
    this.#underWay.abort();
    this.#underWay = new AbortController();
    this.loading = true;
    this.problem = null;
  }

  async #fetch(cursor: string | undefined, merge: (items: T[]) => T[]): Promise<void> {
    const mine = (this.#underWay = new AbortController());
    this.#from = cursor;
    this.loading = true;
    this.problem = null;
    try {
      const page = await this.fetchPage(cursor, mine.signal);
      if (mine !== this.#underWay) return;
      this.items = merge(page.items);
      this.cursor = page.next_cursor ?? null;
      this.loaded = true;
    } catch (error) {
      if (mine === this.#underWay) this.#failed(error, mine);
    } finally {
      if (mine === this.#underWay) this.loading = false;
    }
  }

  #failed(error: unknown, mine: AbortController): void {
    if (!(error instanceof Problem)) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      throw error;
    }
    this.problem = error;
    if (this.#from === undefined) {
      this.items = [];
      this.cursor = null;
    }
    if (!error.isPassing) return;
    void connection.whenBack().then(() => {
      if (mine === this.#underWay) return this.retry();
    });
  }
}
