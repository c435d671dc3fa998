import { anonymous } from '#lib/api/anonymous.ts';
import type { TokenAnswer } from '#lib/api/models.ts';
import { read } from '#lib/api/read.ts';

/** The routes that give and end sessions: the cookie goes along by itself and is never seen here. */
export interface SessionRoutes {
  /** A new access token, or `null` if there is no session any more. */
  refresh(): Promise<TokenAnswer | null>;
  logout(): Promise<void>;
}

export const sessionRoutes: SessionRoutes = {
  async refresh() {
    const answer = await anonymous.POST('/auth/v1/refresh');
    return answer.response.status === 401 ? null : read(Promise.resolve(answer));
  },
  async logout() {
    await read(anonymous.POST('/auth/v1/logout'));
  },
};
