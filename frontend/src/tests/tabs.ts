import type { TokenAnswer } from '#lib/api/models.ts';
import type { Flag } from '#lib/session/hint.ts';
import type { Alone } from '#lib/session/lock.ts';
import type { News, NewsChannel } from '#lib/session/news.ts';
import { Auth } from '#lib/stores/auth.svelte.ts';
import { tokenAnswer } from './server.ts';

/** One browser: a cookie, a lock, a line between its tabs, and what it keeps. */
export class Browser {
  /** What the next refreshes answer; `null` is the end of the session. */
  session: TokenAnswer['user'] | null = tokenAnswer('').user;
  refreshes = 0;
  failure: Error | null = null;
  owesSignOut = false;
  canKeep = true;
  hasLocks = true;
  /** News come after the turn of the tab that tells has ended. */
  newsAreLate = false;

  #tabs: ((news: News) => void)[] = [];
  #atWork = 0;
  #lock: Promise<unknown> = Promise.resolve();

  openTab(): Auth {
    return new Auth({ routes: this.#routes(), news: this.#line(), alone: this.#alone, signOutOwed: this.#owed });
  }

  #routes() {
    return {
      refresh: () => this.#answer(() => this.session && tokenAnswer(`token-${++this.refreshes}`, this.session)),
      logout: () => this.#answer(() => void (this.session = null)),
    };
  }

  #answer<T>(answer: () => T): Promise<T> {
    return this.failure ? Promise.reject(this.failure) : Promise.resolve(answer());
  }

  #line(): NewsChannel {
    let own: ((news: News) => void) | undefined;
    return {
      tell: (news) => {
        const tell = () => this.#tabs.filter((hear) => hear !== own).forEach((hear) => hear(news));
        if (this.newsAreLate) setTimeout(tell, 20);
        else tell();
      },
      listen: (hear) => this.#tabs.push((own = hear)),
    };
  }

  readonly #owed: Flag = {
    get: () => this.owesSignOut,
    set: () => (this.owesSignOut = this.canKeep),
    clear: () => (this.owesSignOut = false),
  };

  #alone: Alone = (work) => {
    if (!this.hasLocks) return work('unknown');
    const waits = this.#atWork > 0;
    this.#atWork += 1;
    const turn = this.#lock.then(() => work(waits ? 'done' : 'idle')).finally(() => (this.#atWork -= 1));
    this.#lock = turn.catch(() => undefined);
    return turn;
  };
}
