import { randomUUID } from 'node:crypto';
import { request, type APIRequestContext, type APIResponse } from '@playwright/test';

export type Role = 'Admin' | 'User';

/** So many accounts are deleted at the same time. */
const AT_ONCE = 20;

/** Somebody who can sign in. */
export interface Account {
  email: string;
  password: string;
  displayName: string;
}

/** An account that a spec has to itself. */
export interface OwnAccount extends Account {
  id: string;
}

/** Both are there in every edition that runs in development. */
export const ADMIN: Account = {
  email: 'admin@example.com',
  password: 'dev-admin-password-1',
  displayName: 'Ada Admin',
};
export const USER: Account = { email: 'user@example.com', password: 'dev-user-password-1', displayName: 'Ulla User' };

/** What a spec says of a provider, beside its name and address. */
export interface ProviderSettings {
  allow_signup?: boolean;
  trust_email?: boolean;
}

interface User {
  id: string;
  email: string;
  display_name: string;
  roles: Role[];
  status: 'active' | 'locked' | 'disabled';
}

/** Prepares what a spec needs, through the routes that the app uses too. */
export class Administrator {
  readonly #http: APIRequestContext;
  readonly #made: string[] = [];
  readonly #providers: string[] = [];
  #token = '';

  private constructor(http: APIRequestContext) {
    this.#http = http;
  }

  static async signIn(origin: string): Promise<Administrator> {
    const administrator = new Administrator(
      await request.newContext({ baseURL: origin, extraHTTPHeaders: { origin } }),
    );
    await administrator.#renew();
    return administrator;
  }

  /** An account with a name and an address that nobody else has, but what is given. */
  async makeUser(given: { displayName?: string; email?: string; roles?: Role[] } = {}): Promise<OwnAccount> {
    const mark = randomUUID().slice(0, 8);
    const { displayName = `Grace ${mark}`, email = `grace.${mark}@example.com`, roles = ['User'] } = given;
    const account = { email, password: `quiet-herons-${mark}`, displayName };
    const body = { email: account.email, display_name: displayName, password: account.password, roles };
    const { id } = (await (await this.#call('POST', '/users/v1', body)).json()) as User;
    this.#made.push(id);
    return { ...account, id };
  }

  /** Somebody who came by himself is gone after the spec, too. */
  async adopt(email: string): Promise<string> {
    const users = await this.#call('GET', `/users/v1?q=${encodeURIComponent(email)}`);
    const found = ((await users.json()) as { items: User[] }).items.find((user) => user.email === email);
    if (!found) throw new Error(`nobody has the address ${email}`);
    this.#made.push(found.id);
    return found.id;
  }

  async makeProvider(settings: object): Promise<string> {
    const { id } = (await (await this.#call('POST', '/auth/v1/providers', settings)).json()) as { id: string };
    this.#providers.push(id);
    return id;
  }

  async deactivateProvider(id: string): Promise<void> {
    await this.#call('DELETE', `/auth/v1/providers/${id}`);
  }

  /** Changes roles or status, and leaves the rest as it is. */
  async change(id: string, change: Partial<Pick<User, 'roles' | 'status'>>): Promise<void> {
    const { email, display_name, roles, status } = (await (await this.#call('GET', `/users/v1/${id}`)).json()) as User;
    await this.#call('PUT', `/users/v1/${id}`, { email, display_name, roles, status, ...change });
  }

  async endSessions(id: string): Promise<void> {
    await this.#call('DELETE', `/users/v1/${id}/sessions`);
  }

  async sessionsOf(id: string): Promise<unknown[]> {
    return ((await (await this.#call('GET', `/users/v1/${id}/sessions`)).json()) as { items: unknown[] }).items;
  }

  async delete(id: string): Promise<void> {
    const answer = await this.#send('DELETE', `/users/v1/${id}`);
    // A spec may have deleted it itself.
    if (answer.status() !== 204 && answer.status() !== 404) throw new Error(await said(answer));
  }

  /** Deletes whatever was made. Providers can’t be deleted: they offer nothing any more. */
  async cleanUp(): Promise<void> {
    for (const id of this.#providers.splice(0)) await this.deactivateProvider(id);
    while (this.#made.length > 0) await Promise.all(this.#made.splice(0, AT_ONCE).map((id) => this.delete(id)));
  }

  async leave(): Promise<void> {
    await this.#http.dispose();
  }

  async #call(method: string, path: string, body?: object): Promise<APIResponse> {
    const answer = await this.#send(method, path, body);
    if (!answer.ok()) throw new Error(await said(answer));
    return answer;
  }

  async #send(method: string, path: string, body?: object): Promise<APIResponse> {
    const send = () =>
      this.#http.fetch(path, {
        method,
        headers: { authorization: `Bearer ${this.#token}` },
        ...(body && { data: body }),
      });
    const answer = await send();
    if (answer.status() !== 401) return answer;
    await this.#renew();
    return send();
  }

  async #renew(): Promise<void> {
    const { email, password } = ADMIN;
    const answer = await this.#http.post('/auth/v1/login/local', { data: { email, password } });
    if (!answer.ok()) throw new Error(await said(answer));
    this.#token = ((await answer.json()) as { access_token: string }).access_token;
  }
}

async function said(answer: APIResponse): Promise<string> {
  return `${answer.url()} answered ${answer.status()}: ${await answer.text()}`;
}
