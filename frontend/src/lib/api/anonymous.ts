import createClient from 'openapi-fetch';
import { connection } from '#lib/stores/connection.svelte.ts';
import { watched } from './transport.ts';
import type { paths } from './types/issuer';

/** Routes of the issuer that want no access token: sign-in, and those that go by the cookie alone. */
export const anonymous = createClient<paths>({ baseUrl: location.origin, fetch: watched(connection) });
