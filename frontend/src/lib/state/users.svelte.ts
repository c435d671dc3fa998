import { createContext } from 'svelte';
import { issuer, read } from '#lib/api/client.ts';
import type { User } from '#lib/api/models.ts';
import { Pages } from './pages.svelte.ts';

const PAUSE_MS = 250;
const PAGE = 50;

/** The list of users as far as it was read. Lives as long as the pages of users, so that going back is immediate. */
export class UserDirectory extends Pages<User> {
  query = $state('');

  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super((cursor, signal) => {
      const query = { limit: PAGE, ...(this.query && { q: this.query }), ...(cursor && { cursor }) };
      return read(issuer.GET('/users/v1', { params: { query }, signal }));
    });
  }

  /** Searches once the typing pauses. */
  search = (text: string): void => {
    this.query = text.trim();
    this.outdate();
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.restart(), PAUSE_MS);
  };

  /** A new user is shown first, wherever the order has him. */
  added(user: User): void {
    this.items = [user, ...this.items];
  }

  changed(user: User): void {
    this.items = this.items.map((item) => (item.id === user.id ? user : item));
  }

  removed(id: string): void {
    this.items = this.items.filter((item) => item.id !== id);
  }
}

export const [getDirectory, setDirectory] = createContext<UserDirectory>();
