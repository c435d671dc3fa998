import type { SignedInUser, TokenAnswer } from '#lib/api/models.ts';
import { Problem } from '#lib/api/problem.ts';
import { sessionHint, signOutOwed, type Flag } from '#lib/session/hint.ts';
import { oneTabAtATime, type Alone } from '#lib/session/lock.ts';
import { openNews, type News, type NewsChannel } from '#lib/session/news.ts';
import { sessionRoutes, type SessionRoutes } from '#lib/session/tokens.ts';

/** A token is renewed so long before its end, or at half its life if that is shorter. */
const AHEAD_MS = 30_000;
/** Tabs whose tokens came from the same renewal shall not all wake at the same moment. */
const JITTER_MS = 5_000;
const RETRY_MS = 5_000;
/** How long news from another tab is waited for. It comes at once, unless the machine has much to do. */
const NEWS_MS = 500;

interface Token {
  text: string;
  /** What it came with, for tabs that ask. */
  answer: TokenAnswer;
  expiresAt: number;
  renewAt: number;
}

/** What the pages have to do when the session changes under them. */
export interface SessionEvents {
  /** Signed out, here or in another tab. */
  signedOut(): void;
  /** Another account has taken over the browser's session. */
  otherUser(): void;
  /** The user came to be known, or his roles or name changed. */
  changed(): void;
}

interface Ports {
  routes: SessionRoutes;
  news: NewsChannel;
  alone: Alone;
  signOutOwed: Flag;
}

/** The session of this browser as this tab knows it. The access token is here and nowhere else. */
export class Auth {
  user = $state.raw<SignedInUser | null>(null);
  /** The session ended by itself: a dialog over the page asks to sign in again as the same user. */
  ended = $state(false);
  /** Signed out here, but the server could not be told yet. */
  owesSignOut = $state(false);
  isAdmin = $derived(this.user?.roles.includes('Admin') ?? false);

  #token: Token | null = null;
  #renewing: Promise<boolean> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #continued: (() => void)[] = [];
  #events: SessionEvents | null = null;

  constructor(private readonly ports: Ports) {
    ports.news.listen((news) => this.#hear(news));
    this.owesSignOut = ports.signOutOwed.get();
  }

  listen(events: SessionEvents): void {
    this.#events = events;
  }

  /** Whether there is a session. Asks the server only if this tab doesn't know one yet. */
  async restore(): Promise<boolean> {
    return this.#token !== null || this.#renew();
  }

  /** Signs in by what `ask` sends, while no tab renews or ends what this browser had before. */
  signIn(ask: () => Promise<TokenAnswer>): Promise<void> {
    return this.ports.alone(async () => this.signedIn(await ask()));
  }

  /** Takes what a sign-in answered. */
  signedIn(answer: TokenAnswer): void {
    this.#settled();
    const expiresAt = Date.now() + answer.expires_in * 1000;
    this.#take(answer, expiresAt);
    this.ports.news.tell({ kind: 'token', answer, expiresAt });
  }

  /**
   * Ends the session in all tabs. A server that is away is told as soon as it answers; here it is over at once. Throws if
   * the server refuses, or nobody would remember to tell it: then the session isn't over.
   */
  async signOut(): Promise<void> {
    await this.ports.alone(async () => {
      try {
        await this.ports.routes.logout();
      } catch (error) {
        if (!isPassing(error) || !this.#owe()) throw error;
      }
      // Before another tab has its turn, which would use the session that the server still has.
      this.ports.news.tell({ kind: 'signed-out' });
      this.#forget();
    });
  }

  /** Tells the server of a sign-out that it could not be told of, again and again while it is away. */
  async settle(): Promise<void> {
    try {
      await this.ports.alone(async () => {
        if (this.ports.signOutOwed.get()) await this.#payOff();
      });
      this.#settled();
    } catch (error) {
      if (isPassing(error)) setTimeout(() => void this.settle(), RETRY_MS);
    }
  }

  /** A token that is good for a while; waits for the user if the session is over. */
  async token(): Promise<string> {
    if (!this.#token || this.#token.expiresAt - Date.now() < 1_000) await this.#renewOrAsk();
    return this.#current();
  }

  /** A token after the server refused `refused`. */
  async tokenAfter(refused: string): Promise<string> {
    if (this.#token?.text === refused) await this.#renewOrAsk();
    return this.#current();
  }

  /** Roles may have changed: asks what they are now. */
  async lookAgain(): Promise<void> {
    await this.#renew().catch(() => false);
  }

  /** The tab is looked at again; timers may have slept. */
  wake(): void {
    if (this.#token && this.#token.renewAt <= Date.now()) this.#renewInBackground();
  }

  #current(): string {
    // Only a sign-out takes the token away, and then the page is being left.
    if (!this.#token) throw new DOMException('The session is over.', 'AbortError');
    return this.#token.text;
  }

  async #renewOrAsk(): Promise<void> {
    if (await this.#renew()) return;
    this.ended = true;
    await new Promise<void>((resolve) => this.#continued.push(resolve));
  }

  /** One renewal at a time, in this tab and over all tabs. `false`: there is no session. */
  #renew(): Promise<boolean> {
    this.#renewing ??= this.#renewAlone().finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  async #renewAlone(): Promise<boolean> {
    const held = this.#token;
    return this.ports.alone(async (others) => {
      // Who opens asks before renewing once more what others have just renewed: a renewal that is still under way with the
      // token from before both would look like a thief's.
      const opens = others === 'unknown' && !held;
      if (opens) this.ports.news.tell({ kind: 'wanted' });
      if ((opens || others === 'done') && this.#token === held) await this.#news();
      // Signed out meanwhile.
      if (held && !this.#token) return false;
      // Another tab was first, and has told.
      if (this.#token && this.#token !== held) return true;
      // Nobody is signed in again only because the server could not be told of the sign-out.
      if (this.ports.signOutOwed.get()) return this.#payOff();
      const answer = await this.ports.routes.refresh();
      if (answer) this.signedIn(answer);
      else sessionHint.clear();
      return answer !== null;
    });
  }

  /** What another tab got may be heard of after its turn has ended: the browser promises no order of the two. */
  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#continued.push(resolve);
      setTimeout(resolve, NEWS_MS);
    });
  }

  /** Whether it will be remembered. */
  #owe(): boolean {
    this.ports.signOutOwed.set();
    return this.ports.signOutOwed.get();
  }

  /** Gives back that there is no session. */
  async #payOff(): Promise<false> {
    await this.ports.routes.logout();
    this.#settled();
    return false;
  }

  #settled(): void {
    this.ports.signOutOwed.clear();
    this.owesSignOut = false;
  }

  #hear(news: News): void {
    if (news.kind === 'token') return this.#take(news.answer, news.expiresAt);
    if (news.kind === 'wanted') return this.#share();
    this.#forget();
  }

  /** Gives another tab what this one has, while it is good. */
  #share(): void {
    if (!this.#token || this.#token.renewAt <= Date.now() || this.ended) return;
    const { answer, expiresAt } = this.#token;
    this.ports.news.tell({ kind: 'token', answer, expiresAt });
  }

  #take(answer: TokenAnswer, expiresAt: number): void {
    if (this.user && this.user.id !== answer.user.id) return this.#leaveToOther();
    const isNew = JSON.stringify(this.user) !== JSON.stringify(answer.user);
    const ahead = Math.min(AHEAD_MS + Math.random() * JITTER_MS, (answer.expires_in * 1000) / 2);
    this.#token = { text: answer.access_token, answer, expiresAt, renewAt: expiresAt - ahead };
    this.user = answer.user;
    this.ended = false;
    sessionHint.set();
    this.#schedule(this.#token.renewAt - Date.now());
    for (const resolve of this.#continued.splice(0)) resolve();
    if (isNew) this.#events?.changed();
  }

  #leaveToOther(): void {
    clearTimeout(this.#timer);
    this.#events?.otherUser();
  }

  #forget(): void {
    clearTimeout(this.#timer);
    sessionHint.clear();
    const knew = this.user !== null;
    this.#token = null;
    this.user = null;
    this.ended = false;
    if (knew) this.#events?.signedOut();
  }

  #schedule(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // A hidden tab waits until it is looked at, or until a request needs the token.
      if (document.visibilityState === 'visible') this.#renewInBackground();
    }, wait);
  }

  #renewInBackground(): void {
    this.#renew().then(
      (renewed) => (this.ended = !renewed && this.user !== null),
      () => this.#schedule(RETRY_MS),
    );
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof Problem && error.isPassing;
}

export const auth = new Auth({ routes: sessionRoutes, news: openNews(), alone: oneTabAtATime, signOutOwed });
