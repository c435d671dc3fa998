import { anonymous } from '#lib/api/anonymous.ts';
import type { LinkTicket, TokenAnswer } from '#lib/api/models.ts';
import { read } from '#lib/api/read.ts';
import { Problem } from '#lib/api/problem.ts';
import { auth } from '#lib/stores/auth.svelte.ts';
import { Resource } from './resource.svelte.ts';

/** What links an identity to the account that has its address, once the account’s password is shown. */
export class Ticket extends Resource<LinkTicket> {
  /** Used, used up, too old, another browser’s, or none at all. */
  isDead = $derived(this.problem?.status === 410 || this.problem?.status === 422);

  constructor(private readonly ticket: string) {
    super(() => read(anonymous.GET('/auth/v1/oauth/link', { params: { query: { ticket } } })));
  }

  /** Links the identity and signs in. */
  async use(password: string): Promise<void> {
    const body = { ticket: this.ticket, password };
    try {
      await auth.signIn(async () => (await read(anonymous.POST('/auth/v1/oauth/link', { body }))) as TokenAnswer);
    } catch (error) {
      if (error instanceof Problem && error.status === 410) this.#died(error);
      else if (error instanceof Problem && error.status === 401) await this.load();
      throw error;
    }
  }

  #died(problem: Problem): void {
    this.value = null;
    this.problem = problem;
  }
}
