import createClient from 'openapi-fetch';
import { auth } from '#lib/stores/auth.svelte.ts';
import { connection } from '#lib/stores/connection.svelte.ts';
import { authorized } from './transport.ts';
import type { paths as ApiPaths } from './types/api';
import type { paths as IssuerPaths } from './types/issuer';

export { anonymous } from './anonymous.ts';
export { read } from './read.ts';

const baseUrl = location.origin;
const withSession = authorized(auth, connection);

/** Routes of the issuer that want an access token. */
export const issuer = createClient<IssuerPaths>({ baseUrl, fetch: withSession });
/** Routes of the API. */
export const api = createClient<ApiPaths>({ baseUrl, fetch: withSession });
