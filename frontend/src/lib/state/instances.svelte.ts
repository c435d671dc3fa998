import type { Sample } from '#lib/api/models.ts';

/** An instance that was silent for so long is not waited for. */
const SILENT_MS = 20_000;
/** Nor counted, after this. */
const GONE_MS = 30_000;

interface Figures {
  history: Sample[];
}

interface Instance {
  history: Sample[];
  /** When it answered last. */
  at: number;
}

/**
 * Behind a proxy every answer may come from another instance, with figures and a history of its own. This tells them apart, so
 * that a page can stay with one: an answer is of the instance whose last sample is in its history.
 */
export class Instances {
  #known = $state.raw<Instance[]>([]);
  #shown: Instance | null = null;

  /** How many answer. */
  get count(): number {
    return this.#known.length;
  }

  /** Whether an answer is of the instance that is shown. If that one is silent, another one takes its place. */
  takes({ history }: Figures, now = Date.now()): boolean {
    // One that has just started can't be told from another.
    if (history.length === 0) return this.#shown === null;
    const before = this.#known.find((instance) => continues(instance.history, history));
    const instance = { history, at: now };
    this.#known = [...this.#known.filter((known) => known !== before && now - known.at < GONE_MS), instance];
    const isShown = this.#shown === null || this.#shown === before || now - this.#shown.at >= SILENT_MS;
    if (isShown) this.#shown = instance;
    return isShown;
  }
}

/** Instances take their samples at moments of their own, and see their own process: no two are the same. */
function continues(before: Sample[], now: Sample[]): boolean {
  const last = JSON.stringify(before.at(-1));
  return now.some((sample) => JSON.stringify(sample) === last);
}
