import { issuer, read } from '#lib/api/client.ts';
import { Problem } from '#lib/api/problem.ts';
import type { User } from '#lib/api/models.ts';

const PAUSE_MS = 200;
const SHOWN = 8;

/** Suggestions for a field that picks a user. */
export class People {
  found = $state.raw<User[]>([]);
  searching = $state(false);

  #pause: ReturnType<typeof setTimeout> | undefined;
  #underWay = new AbortController();

  /** Searches once the typing pauses. */
  search = (text: string): void => {
    clearTimeout(this.#pause);
    this.#underWay.abort();
    this.searching = true;
    this.#pause = setTimeout(() => void this.#fetch(text.trim()), PAUSE_MS);
  };

  async #fetch(q: string): Promise<void> {
    const mine = (this.#underWay = new AbortController());
    try {
      const query = { limit: SHOWN, ...(q && { q }) };
      const page = await read(issuer.GET('/users/v1', { params: { query }, signal: mine.signal }));
      if (mine === this.#underWay) this.found = page.items;
    } catch (error) {
      // Nothing to suggest; the banner says why.
      if (!(error instanceof Problem) && !(error instanceof DOMException)) throw error;
    } finally {
      if (mine === this.#underWay) this.searching = false;
    }
  }
}
