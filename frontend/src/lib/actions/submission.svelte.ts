import { tick } from 'svelte';
import { Problem } from '#lib/api/problem.ts';

/** One form on its way: busy, and what came back if it was refused. */
export class Submission {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** Seconds to wait before it may be sent again. */
  wait = $state(0);

  /** What is wrong with the whole and not with a field. */
  message = $derived(this.problem && Object.keys(this.problem.fields).length === 0 ? this.problem.message : null);

  #timer: ReturnType<typeof setInterval> | undefined;

  /** The message for a field, beginning with its label. */
  error(field: string, label: string): string | undefined {
    const message = this.problem?.fields[field];
    return message && `${label} ${message}.`;
  }

  /** Runs the work; `undefined` if it was refused or is running already. */
  async run<T>(work: () => Promise<T>, form?: HTMLFormElement | null): Promise<T | undefined> {
    if (this.busy || this.wait > 0) return undefined;
    this.busy = true;
    this.problem = null;
    try {
      return await work();
    } catch (error) {
      await this.#refused(error, form);
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  async #refused(error: unknown, form?: HTMLFormElement | null): Promise<void> {
    if (!(error instanceof Problem)) throw error;
    this.problem = error;
    if (error.status === 429) this.#countDown(error.retryAfter ?? 1);
    await tick();
    form?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }

  #countDown(seconds: number): void {
    clearInterval(this.#timer);
    this.wait = seconds;
    this.#timer = setInterval(() => {
      this.wait -= 1;
      if (this.wait > 0) return;
      clearInterval(this.#timer);
      this.problem = null;
    }, 1000);
  }
}
