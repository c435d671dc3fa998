import { Problem } from '#lib/api/problem.ts';

/** The work was given up because nobody signed in again. */
const GIVEN_UP = new Problem(
  401,
  'fresh-sign-in-required',
  'Nothing was changed: for this you have to sign in again first.',
);

/**
 * Work that wants a sign-in of the last minutes (RFC 9470): where it is too long ago, a dialog asks for a new one, and then
 * the work is done again.
 */
export class FreshSignIn {
  asking = $state(false);

  #answer: ((signedIn: boolean) => void) | null = null;

  async with<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'fresh-sign-in-required') throw error;
      if (!(await this.#ask())) throw GIVEN_UP;
      return work();
    }
  }

  /** Somebody signed in again, or gave up. */
  answered(signedIn: boolean): void {
    this.asking = false;
    this.#answer?.(signedIn);
    this.#answer = null;
  }

  #ask(): Promise<boolean> {
    this.asking = true;
    return new Promise((resolve) => (this.#answer = resolve));
  }
}
