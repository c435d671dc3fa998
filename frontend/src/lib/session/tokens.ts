import type { TokenAnswer } from '#lib/api/models.ts';
import { isAway, Problem } from '#lib/api/problem.ts';
import type { Connection } from '#lib/stores/connection.svelte.ts';

const PATIENCE_MS = 20_000;

/** The routes that give and end sessions: the cookie goes along by itself and is never seen here. */
export interface SessionRoutes {
  /** A new access token, or `null` if there is no session any more. */
  refresh(): Promise<TokenAnswer | null>;
  logout(): Promise<void>;
}

export function sessionRoutes(connection: Connection): SessionRoutes {
  return {
    async refresh() {
      const response = await post('/auth/v1/refresh', connection);
      if (response.status === 401) return null;
      const body: unknown = await response.json().catch(() => null);
      if (!response.ok) throw Problem.of(response, body);
      return body as TokenAnswer;
    },
    async logout() {
      const response = await post('/auth/v1/logout', connection);
      if (!response.ok) throw Problem.of(response, await response.json().catch(() => null));
    },
  };
}

async function post(path: string, connection: Connection): Promise<Response> {
  try {
    const response = await fetch(new URL(path, location.origin), {
      method: 'POST',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (isAway(response.status)) connection.lost();
    return response;
  } catch {
    connection.lost();
    throw Problem.unreachable();
  }
}
