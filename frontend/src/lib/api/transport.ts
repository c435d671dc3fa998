import type { Auth } from '#lib/stores/auth.svelte.ts';
import type { Connection } from '#lib/stores/connection.svelte.ts';
import { fetchWithin } from './patience.ts';
import { isAway, Problem } from './problem.ts';

type Send = (request: Request) => Promise<Response>;

/** A server that is silent for so long is away. */
const PATIENCE_MS = 20_000;

/** Sends as it is, and notices when the server is away and when it is back. */
export function watched(connection: Connection): Send {
  return async (request) => {
    const again = request.method === 'GET' ? request.clone() : null;
    try {
      const response = await fetchWithin(PATIENCE_MS, request);
      if (isAway(response.status)) connection.lost(again);
      else connection.answered(request);
      return response;
    } catch (error) {
      if (request.signal.aborted) throw error;
      connection.lost(again);
      throw Problem.unreachable();
    }
  };
}

/** Sends with the access token of the session, and renews it when it is no longer taken. */
export function authorized(auth: Auth, connection: Connection): Send {
  const send = watched(connection);
  return async (request) => {
    const again = request.clone();
    const token = await auth.token();
    const response = await send(withToken(request, token));
    if (response.status === 403) void auth.lookAgain();
    if (response.status !== 401 || wantsFreshSignIn(response)) return response;
    return send(withToken(again, await auth.tokenAfter(token)));
  };
}

/** Another token would change nothing: the person has to come again (RFC 9470, section 3). */
function wantsFreshSignIn(response: Response): boolean {
  return response.headers.get('www-authenticate')?.includes('insufficient_user_authentication') ?? false;
}

function withToken(request: Request, token: string): Request {
  request.headers.set('authorization', `Bearer ${token}`);
  return request;
}
