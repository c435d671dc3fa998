import { issuer, read } from '#lib/api/client.ts';
import { Problem } from '#lib/api/problem.ts';
import type { User } from '#lib/api/models.ts';

const PAUSE_MS = 200;
const SHOWN = 8;

/** Suggestions for a field that picks a user. */
export class People {
  found = $state.raw<User[]>([]);
  searching = $state(false);
  /** Why the last search found nobody, if not for want of people. */
  problem = $state.raw<Problem | null>(null);

  #pause: ReturnType<typeof setTimeout> | undefined;
  #underWay = new AbortController();

  /** Searches once the typing pauses. */
  search = (text: string): void => {
    clearTimeout(this.#pause);
    this.#underWay.abort();
    const mine = (this.#underWay = new AbortController());
    this.searching = true;
    this.#pause = setTimeout(() => void this.#fetch(text.trim(), mine), PAUSE_MS);
  };

  async #fetch(q: string, mine: AbortController): Promise<void> {
    try {
      const query = { limit: SHOWN, ...(q && { q }) };
      const page = await read(issuer.GET('/users/v1', { params: { query }, signal: mine.signal }));
      if (mine === this.#underWay) this.#answered(page.items, null);
    } catch (error) {
      if (mine !== this.#underWay) return;
      if (!(error instanceof Problem)) throw error;
      this.#answered([], error);
    }
  }

  #answered(found: User[], problem: Problem | null): void {
    this.found = found;
    this.problem = problem;
    this.searching = false;
  }
}
