import { issuer, read } from '#lib/api/client.ts';
import type { Identity, Session, UpdateUser, User } from '#lib/api/models.ts';
import { Resource } from './resource.svelte.ts';

/** One user, as an admin reads and changes him. */
export class UserRecord extends Resource<User> {
  constructor(
    readonly id: string,
    private readonly changed: (user: User) => void,
  ) {
    super(() => read(issuer.GET('/users/v1/{user_id}', { params: { path: { user_id: id } } })));
  }

  async update(body: UpdateUser): Promise<void> {
    const params = { path: { user_id: this.id } };
    const user = await read(issuer.PUT('/users/v1/{user_id}', { params, body }));
    this.set(user);
    this.changed(user);
  }

  async delete(): Promise<void> {
    await read(issuer.DELETE('/users/v1/{user_id}', { params: { path: { user_id: this.id } } }));
  }
}

/** The sessions of one user. */
export class UserSessions extends Resource<Session[]> {
  constructor(private readonly id: string) {
    const params = { path: { user_id: id } };
    super(async () => (await read(issuer.GET('/users/v1/{user_id}/sessions', { params }))).items);
  }

  async endAll(): Promise<void> {
    await read(issuer.DELETE('/users/v1/{user_id}/sessions', { params: { path: { user_id: this.id } } }));
    await this.load();
  }
}

/** The external identities that open one user’s account. */
export class UserIdentities extends Resource<Identity[]> {
  constructor(private readonly id: string) {
    const params = { path: { user_id: id } };
    super(async () => (await read(issuer.GET('/users/v1/{user_id}/identities', { params }))).items);
  }

  async unlinkAll(): Promise<void> {
    await read(issuer.DELETE('/users/v1/{user_id}/identities', { params: { path: { user_id: this.id } } }));
    await this.load();
  }
}

/** What an update says when it changes nothing. */
export function unchanged({ email, display_name, roles, status }: User): UpdateUser {
  return { email, display_name, roles, status };
}
