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

  /** A request failed for want of a server. The same one, if it can be repeated, tells when it is back. */
  lost(request: Request | null = null): void {
    if (this.away) return;
    this.away = true;
    // Without the signal of the one who asked first: he may lose interest long before.
    void this.#probe(new Request(request ?? location.origin + PROBE, { signal: null }));
  }

  /** Resolves once the server answers; at once if nothing is known against it. */
  whenBack(): Promise<void> {
    return this.away ? new Promise((resolve) => this.#back.push(resolve)) : Promise.resolve();
  }

  async #probe(request: Request): Promise<void> {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (await isAnswered(request.clone())) break;
    }
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
