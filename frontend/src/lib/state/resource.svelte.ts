import { Problem } from '#lib/api/problem.ts';
import { connection } from '#lib/stores/connection.svelte.ts';

/** Something that is fetched: what is known of it, whether it is under way, what went wrong. */
export class Resource<T> {
  value = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  loading = $state(false);

  #latest = 0;

  constructor(private readonly fetchValue: () => Promise<T>) {}

  /** Fetches it (again). Of several at once only the latest counts. Waits out a server that is away. */
  load = async (): Promise<void> => {
    const mine = ++this.#latest;
    this.loading = true;
    try {
      const value = await this.fetchValue();
      if (mine === this.#latest) this.set(value);
    } catch (error) {
      if (mine === this.#latest) this.#failed(error, mine);
    } finally {
      if (mine === this.#latest) this.loading = false;
    }
  };

  set(value: T): void {
    this.value = value;
    this.problem = null;
  }

  #failed(error: unknown, mine: number): void {
    if (!(error instanceof Problem)) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      throw error;
    }
    this.problem = error;
    if (!error.isPassing) return;
    void connection.whenBack().then(() => {
      if (mine === this.#latest) return this.load();
    });
  }
}
