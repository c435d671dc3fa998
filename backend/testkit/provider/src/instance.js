// A provider of its own below a path: accounts, clients, keys and faults of one test.
import { randomBytes } from 'node:crypto';

import { Provider } from 'oidc-provider';

import { privateKeys, publicKey } from './keys.js';
import { Store } from './store.js';
import * as tokens from './tokens.js';

// What is asked of, by the end of its path.
export const ENDPOINTS = {
  '/.well-known/openid-configuration': 'discovery',
  '/jwks': 'jwks',
  '/auth': 'authorization',
  '/token': 'token',
  '/me': 'userinfo',
};

const SECONDS = 3600;

const BASIC = 'client_secret_basic';

const LIVES = ['AccessToken', 'AuthorizationCode', 'Grant', 'IdToken', 'Interaction', 'Session'];

export class Instance {
  accounts = {};
  // Who is signed in without being asked.
  account = null;
  faults = {};
  // When tokens are given out, in seconds; `null` for now.
  now = null;
  // Every request, so that a test can see what was asked and what was not.
  requests = [];
  #clients = [];
  #store = new Store();
  #generation = 1;
  #provider;
  #options;

  // `slash`: the issuer ends in one. `claims_in`: `id_token` or `userinfo`.
  constructor(name, origin, { slash = false, claims_in = 'id_token' } = {}) {
    this.name = name;
    this.path = `/${name}`;
    this.issuer = `${origin}/${name}${slash ? '/' : ''}`;
    this.#options = { claims_in };
    this.#build();
  }

  get provider() {
    return this.#provider;
  }

  // Takes these members and leaves the others as they are.
  change({ accounts = {}, clients = [], ...rest }) {
    Object.assign(this.accounts, accounts);
    for (const name of ['account', 'faults', 'now']) if (name in rest) this[name] = rest[name];
    if (clients.length > 0) {
      const others = this.#clients.filter(({ client_id }) => !clients.some((client) => client.client_id === client_id));
      this.#clients = [...others, ...clients];
      this.#build();
    }
  }

  // Whether a client shows its secret in the way that it is registered for. The library would take either.
  authenticates({ headers }) {
    const isBasic = headers.authorization?.startsWith('Basic ') ?? false;
    const wantsBasic = ({ token_endpoint_auth_method: method }) => (method ?? BASIC) === BASIC;
    return this.#clients.some((client) => wantsBasic(client) === isBasic);
  }

  // From now on everything is signed with other keys, and the old ones are no longer published.
  rotateKeys() {
    this.#generation += 1;
    this.#build();
  }

  // The claims of an account. Whoever was not described is a verified person with an address of his name.
  claims(id) {
    const described = this.accounts[id];
    if (described) return { sub: id, ...described };
    return { sub: id, name: id, email: `${id}@example.com`, email_verified: true };
  }

  // A token by which the provider ends a session.
  async logoutToken({ client_id, sub, sid, ...forgery }) {
    const client = await this.#provider.Client.find(client_id);
    const token = new this.#provider.IdToken(sub ? { sub } : {}, { client, ctx: undefined });
    token.mask = { sub: null };
    token.set('events', { 'http://schemas.openid.net/event/backchannel-logout': {} });
    token.set('jti', randomBytes(16).toString('base64url'));
    if (sid) token.set('sid', sid);
    return this.#reissued(await token.issue({ use: 'logout' }), forgery);
  }

  // The token as it is, unless it is to be another.
  #reissued(token, forgery = {}) {
    if (this.now === null && Object.keys(forgery).length === 0) return token;
    const read = tokens.read(token);
    return tokens.forged(this.now === null ? read : tokens.at(read, this.now), forgery);
  }

  #build() {
    this.#provider = new Provider(this.issuer, {
      adapter: this.#store.adapter,
      clients: this.#clients,
      jwks: { keys: privateKeys(this.#generation) },
      findAccount: (_, id) => ({ accountId: id, claims: () => this.claims(id) }),
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
      conformIdTokenClaims: this.#options.claims_in !== 'id_token',
      enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256', 'EdDSA'] },
      clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
      features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: false } },
      interactions: { url: (_, { uid }) => `${this.path}/interaction/${uid}` },
      loadExistingGrant: grantEverything,
      renderError: (ctx, out) => {
        ctx.type = 'text';
        ctx.body = `${out.error}: ${out.error_description}`;
      },
      cookies: {
        keys: ['paseport-test-provider'],
        names: Object.fromEntries(['session', 'interaction', 'resume'].map((kind) => [kind, `${kind}-${this.name}`])),
      },
      ttl: Object.fromEntries(LIVES.map((model) => [model, SECONDS])),
    });
    this.#provider.use(async (ctx, next) => {
      await next();
      this.#misbehave(ctx);
    });
  }

  #misbehave(ctx) {
    const { discovery, jwks, id_token, userinfo, callback } = this.faults;
    switch (ctx.oidc?.route) {
      case 'discovery':
        ctx.body = tokens.changed(JSON.parse(JSON.stringify(ctx.body)), discovery);
        break;
      case 'jwks':
        if (jwks) ctx.body = { keys: jwks.map(({ key, ...changes }) => tokens.changed(publicKey(key), changes)) };
        break;
      case 'token':
        if (id_token?.missing) delete ctx.body.id_token;
        else if (ctx.body.id_token) ctx.body.id_token = this.#reissued(ctx.body.id_token, id_token);
        break;
      case 'userinfo':
        ctx.body = tokens.changed(ctx.body, userinfo);
        break;
      case 'authorization':
      case 'resume':
        if (callback) ctx.set('location', answered(ctx.response.get('location'), callback));
        break;
      default:
    }
  }
}

// The way back to the client with other parameters. A way within the provider stays as it is.
function answered(location, changes) {
  const url = URL.parse(location);
  if (!url?.searchParams.has('state')) return location;
  url.search = new URLSearchParams(tokens.changed(Object.fromEntries(url.searchParams), changes));
  return url.href;
}

// Whoever signs in agrees to everything: consent is no part of what is tested.
async function grantEverything(ctx) {
  const { client, session, requestParamScopes } = ctx.oidc;
  const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope([...requestParamScopes].join(' '));
  await grant.save();
  return grant;
}
