import { issuer, read } from '#lib/api/client.ts';
import type { CreateProvider, Provider, UpdateProvider } from '#lib/api/models.ts';
import { Resource } from './resource.svelte.ts';

/** The identity providers, those that are deactivated with them. */
export class Providers extends Resource<Provider[]> {
  constructor() {
    super(async () => (await read(issuer.GET('/auth/v1/providers'))).items);
  }

  async create(body: CreateProvider): Promise<Provider> {
    return this.#put(await read(issuer.POST('/auth/v1/providers', { body })));
  }

  async update(id: string, body: UpdateProvider): Promise<Provider> {
    return this.#put(await read(issuer.PUT('/auth/v1/providers/{id}', { params: { path: { id } }, body })));
  }

  /** Nobody signs in by it any more; with `endSessions`, whoever did is signed out. */
  async deactivate(provider: Provider, endSessions: boolean): Promise<void> {
    const params = { path: { id: provider.id }, query: { end_sessions: endSessions } };
    await read(issuer.DELETE('/auth/v1/providers/{id}', { params }));
    this.#put({ ...provider, enabled: false });
  }

  #put(provider: Provider): Provider {
    const others = this.value ?? [];
    const isKnown = others.some(({ id }) => id === provider.id);
    this.set(isKnown ? others.map((other) => (other.id === provider.id ? provider : other)) : [...others, provider]);
    return provider;
  }
}

/** Reads what a provider tells about itself; throws with the reason if nobody could sign in by it. */
export async function testConnection(issuerUrl: string): Promise<void> {
  await read(issuer.POST('/auth/v1/providers/test', { body: { issuer: issuerUrl } }));
}

/** Everything that a change must name, as it is. Not whether it is enabled: somebody may have switched it off meanwhile. */
export function unchanged(provider: Provider): UpdateProvider {
  const { slug, display_name, issuer, client_id, scopes, allow_signup, trust_email, default_roles } = provider;
  return { slug, display_name, issuer, client_id, scopes, allow_signup, trust_email, default_roles };
}

/** What a provider has to be told about us. */
export function addresses(slug: string): { callback: string; backchannelLogout: string } {
  const here = `${location.origin}/auth/v1/oauth`;
  return {
    callback: `${here}/callback/${slug || '…'}`,
    backchannelLogout: `${here}/backchannel-logout/${slug || '…'}`,
  };
}
