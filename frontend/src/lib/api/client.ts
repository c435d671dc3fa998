import createClient from 'openapi-fetch';
import { auth } from '#lib/stores/auth.svelte.ts';
import { connection } from '#lib/stores/connection.svelte.ts';
import { Problem } from './problem.ts';
import { authorized, watched } from './transport.ts';
import type { paths as ApiPaths } from './types/api';
import type { paths as IssuerPaths } from './types/issuer';

const baseUrl = location.origin;
const withSession = authorized(auth, connection);

/** Routes of the issuer for whoever has no session yet. */
export const anonymous = createClient<IssuerPaths>({ baseUrl, fetch: watched(connection) });
/** Routes of the issuer that want an access token. */
export const issuer = createClient<IssuerPaths>({ baseUrl, fetch: withSession });
/** Routes of the API. */
export const api = createClient<ApiPaths>({ baseUrl, fetch: withSession });

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a good answer; anything else is thrown as a `Problem`. */
export async function read<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) throw Problem.of(response, error);
  return data as T;
}
