import { issuer, read } from '#lib/api/client.ts';
import type { Identity, Session, User } from '#lib/api/models.ts';
import { auth } from '#lib/stores/auth.svelte.ts';
import { Resource } from './resource.svelte.ts';

/** The caller's own record. */
export class OwnAccount extends Resource<User> {
  constructor() {
    super(() => read(issuer.GET('/account/v1/me')));
  }

  async rename(display_name: string): Promise<void> {
    this.set(await read(issuer.PATCH('/account/v1/me', { body: { display_name } })));
    // The name in the menu comes with the token.
    await auth.lookAgain();
  }
}

/** The caller's own sessions. */
export class OwnSessions extends Resource<Session[]> {
  constructor() {
    super(async () => (await read(issuer.GET('/account/v1/sessions'))).items);
  }

  async end(sid: string): Promise<void> {
    await read(issuer.DELETE('/account/v1/sessions/{sid}', { params: { path: { sid } } }));
    if (this.value) this.set(this.value.filter((session) => session.sid !== sid));
  }

  async endOthers(): Promise<void> {
    await read(issuer.DELETE('/account/v1/sessions'));
    if (this.value) this.set(this.value.filter((session) => session.current));
  }
}

/** The identities at providers that open the caller's account. */
export class OwnIdentities extends Resource<Identity[]> {
  constructor() {
    super(async () => (await read(issuer.GET('/account/v1/identities'))).items);
  }

  /** Where to go to link an identity of a provider. */
  async startLink(provider: string): Promise<string> {
    const answer = await read(issuer.POST('/auth/v1/oauth/link', { body: { provider } }));
    return (answer as { authorization_url: string }).authorization_url;
  }

  async unlink(id: string): Promise<void> {
    await read(issuer.DELETE('/account/v1/identities/{id}', { params: { path: { id } } }));
    if (this.value) this.set(this.value.filter((identity) => identity.id !== id));
  }
}

export async function changePassword(current_password: string, new_password: string): Promise<void> {
  await read(issuer.PUT('/account/v1/password', { body: { current_password, new_password } }));
}
