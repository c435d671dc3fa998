import { fetchWithin } from '#lib/api/patience.ts';
import { isAway } from '#lib/api/problem.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
/** A probe that is not answered for so long has failed. */
const PATIENCE_MS = 5_000;
/** Cheap, and for everybody. */
const PROBE = '/auth/v1/login/options';

/** Whether the server can be reached. Being away never ends a session: it is waited out. */
export class Connection {
  away = $state(false);

  #back: (() => void)[] = [];
  /** What is asked until it is answered. */
  #question: Request | null = null;

  /** A request failed for want of a server. The same one, if it can be repeated, tells when it is back. */
  lost(request: Request | null = null): void {
    if (this.away) return;
    this.away = true;
    // Without the signal of the one who asked first: he may lose interest long before.
    this.#question = new Request(request ?? location.origin + PROBE, { signal: null });
    void this.#probe(this.#question);
  }

  /** A request was answered. Was it the one that tells, nothing has to be waited for any more. */
  answered({ method, url }: Request): void {
    if (this.#question && method === this.#question.method && url === this.#question.url) this.#found();
  }

  /** Resolves once the server answers; at once if nothing is known against it. */
  whenBack(): Promise<void> {
    return this.away ? new Promise((resolve) => this.#back.push(resolve)) : Promise.resolve();
  }

  async #probe(question: Request): Promise<void> {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (question !== this.#question) return;
      if (await isAnswered(question.clone())) break;
    }
    if (question === this.#question) this.#found();
  }

  #found(): void {
    this.#question = null;
    this.away = false;
    for (const resolve of this.#back.splice(0)) resolve();
  }
}

async function isAnswered(request: Request): Promise<boolean> {
  try {
    return !isAway((await fetchWithin(PATIENCE_MS, request)).status);
  } catch {
    return false;
  }
}

export const connection = new Connection();
