import { tick } from 'svelte';
import { Problem } from '#lib/api/problem.ts';
import { connection } from '#lib/stores/connection.svelte.ts';

/** What came of a try: it is done, or it was refused. With no problem it wasn't even tried: it is on its way already. */
export type Outcome<T> = { done: true; value: T } | { done: false; problem: Problem | null };

/** One form on its way: busy, and what came back if it was refused. */
export class Submission {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** Seconds to wait before it may be sent again. */
  wait = $state(0);

  /** What is wrong and stands at no field of the form. */
  message = $derived(this.problem && this.#told(this.problem));

  #timer: ReturnType<typeof setInterval> | undefined;
  /** The fields whose messages the form shows itself. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
  #shown = new Set<string>();

  /** The message for a field, beginning with its label. Who asks shows it there. */
  error(field: string, label: string): string | undefined {
    this.#shown.add(field);
    const message = this.problem?.fields[field];
    return message && asSentence(label, message);
  }

  /** Runs the work, unless it is running already or has to wait. Goes to the first field that is wrong. */
  async run<T>(work: () => Promise<T>, form?: HTMLFormElement | null): Promise<Outcome<T>> {
    if (this.busy || this.wait > 0) return { done: false, problem: null };
    this.busy = true;
    this.problem = null;
    try {
      return { done: true, value: await work() };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await this.#refused(error, form);
      return { done: false, problem: error };
    } finally {
      this.busy = false;
    }
  }

  /** Forgets what went wrong with the last try. */
  forget(): void {
    this.problem = null;
  }

  async #refused(problem: Problem, form?: HTMLFormElement | null): Promise<void> {
    this.problem = problem;
    if (problem.status === 429) this.#countDown(problem.retryAfter ?? 1);
    if (problem.isPassing && connection.away) void this.#waitFor(problem);
    await tick();
    form?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }

  #told({ fields, message }: Problem): string | null {
    const wrong = Object.entries(fields);
    if (wrong.length === 0) return message;
    const elsewhere = wrong.filter(([field]) => !this.#shown.has(field));
    return elsewhere.map(([field, what]) => asSentence(inWords(field), what)).join(' ') || null;
  }

  /** A server that is back has not seen what was sent, or can't say whether it has. */
  async #waitFor(problem: Problem): Promise<void> {
    await connection.whenBack();
    if (this.problem === problem) this.problem = Problem.back();
  }

  #countDown(seconds: number): void {
    clearInterval(this.#timer);
    // By the clock, for timers of a tab that nobody looks at come late.
    const end = Date.now() + seconds * 1000;
    this.wait = seconds;
    this.#timer = setInterval(() => {
      this.wait = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      if (this.wait > 0) return;
      clearInterval(this.#timer);
      this.problem = null;
    }, 1000);
  }
}

/** “Display name” for `display_name`. */
function inWords(field: string): string {
  const words = field.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Some messages are sentences already. */
function asSentence(label: string, what: string): string {
  return `${label} ${what}${what.endsWith('.') ? '' : '.'}`;
}
