import type { Sample } from '#lib/api/models.ts';

/**
 * An instance that is asked in its turn, more or less, is met in so many answers for each that is known. After that it is
 * not waited for, nor counted.
 */
const ROUNDS = 3;

interface Figures {
  history: Sample[];
}

interface Instance {
  history: Sample[];
  /** Which answer was its last. */
  met: number;
}

/**
 * Behind a proxy every answer may come from another instance, with figures and a history of its own. This tells them apart, so
 * that a page can stay with one: an answer is of the instance whose last sample is in its history.
 */
export class Instances {
  #known = $state.raw<Instance[]>([]);
  #shown: Instance | null = null;
  #answers = 0;

  /** How many answer. */
  get count(): number {
    return this.#known.length;
  }

  /** Whether an answer is of the instance that is shown. If that one is silent, another one takes its place. */
  takes({ history }: Figures): boolean {
    // One that has just started can't be told from another.
    if (history.length === 0) return this.#shown === null;
    this.#answers += 1;
    const before = this.#known.find((instance) => continues(instance.history, history));
    const instance = { history, met: this.#answers };
    const others = this.#known.filter((known) => known !== before && this.#isMet(known));
    const isShown = this.#shown === null || this.#shown === before || !others.includes(this.#shown);
    this.#known = [...others, instance];
    if (isShown) this.#shown = instance;
    return isShown;
  }

  #isMet({ met }: Instance): boolean {
    return this.#answers - met < ROUNDS * this.#known.length;
  }
}

/** Instances take their samples at moments of their own, and see their own process: no two are the same. */
function continues(before: Sample[], now: Sample[]): boolean {
  const last = JSON.stringify(before.at(-1));
  return now.some((sample) => JSON.stringify(sample) === last);
}
