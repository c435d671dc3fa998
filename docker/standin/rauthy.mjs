// Plays Rauthy where its image can't be had: the same address, the same client and the same users, read from the files
// that Rauthy itself would read. What differs is everything else.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';

import { Provider } from 'oidc-provider';

const read = (name) => JSON.parse(readFileSync(`/app/bootstrap/${name}.json`, 'utf8'));
const users = new Map(read('users').map((user) => [user.email, user]));
const PATH = '/auth/v1';
const SIGNED = 'EdDSA';

const clients = read('clients').map((client) => ({
  client_id: client.id,
  client_secret: client.secret.Plain,
  redirect_uris: client.redirect_uris,
  post_logout_redirect_uris: client.post_logout_redirect_uris,
  grant_types: client.flows_enabled,
  response_types: ['code'],
  id_token_signed_response_alg: client.id_token_alg,
  backchannel_logout_uri: client.backchannel_logout_uri,
  backchannel_logout_session_required: true,
}));

const keys = [generateKeyPairSync('ed25519'), generateKeyPairSync('rsa', { modulusLength: 2048 })];
const provider = new Provider(`http://rauthy.localhost:8090${PATH}/`, {
  clients,
  jwks: { keys: keys.map(({ privateKey }) => ({ ...privateKey.export({ format: 'jwk' }), use: 'sig' })) },
  enabledJWA: { idTokenSigningAlgValues: [SIGNED, 'RS256'] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  conformIdTokenClaims: false,
  findAccount: (_, email) => ({ accountId: email, claims: () => claims(users.get(email)) }),
  features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
  interactions: { url: (_, { uid }) => `${PATH}/interaction/${uid}` },
  cookies: { keys: [randomBytes(32).toString('base64url')] },
  async loadExistingGrant(ctx) {
    const { client, session, requestParamScopes } = ctx.oidc;
    const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope([...requestParamScopes].join(' '));
    await grant.save();
    return grant;
  },
});

function claims({ email, email_verified, given_name, family_name }) {
  return { sub: email, email, email_verified, name: `${given_name} ${family_name}` };
}

const PAGE = `<!doctype html><html lang="en"><title>Stand-in for Rauthy</title><h1>Stand-in for Rauthy</h1>
<form method="post"><label>E-mail <input name="email"></label>
<label>Password <input name="password" type="password"></label><button>Sign in</button></form></html>`;

async function interaction(request, response) {
  if (request.method !== 'POST') {
    await provider.interactionDetails(request, response);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    return response.end(PAGE);
  }
  const form = new URLSearchParams(await text(request));
  const user = users.get(form.get('email'));
  if (!user || user.password.Plain !== form.get('password')) {
    response.writeHead(401, { 'content-type': 'text/plain' });
    return response.end('wrong e-mail or password');
  }
  return provider.interactionFinished(request, response, { login: { accountId: user.email } });
}

const serve = provider.callback();
createServer((request, response) => {
  if (!request.url.startsWith(PATH)) {
    response.writeHead(404);
    return response.end();
  }
  // The provider takes itself to be at the root, and learns from this where it really is.
  request.originalUrl = request.url;
  request.url = request.url.slice(PATH.length) || '/';
  if (request.url === '/health') return response.end('ok');
  if (!request.url.startsWith('/interaction/')) return serve(request, response);
  return interaction(request, response).catch((error) => {
    response.writeHead(500, { 'content-type': 'text/plain' });
    response.end(String(error.stack));
  });
}).listen(8090, '0.0.0.0');
