import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import type { Administrator, ProviderSettings } from './accounts.ts';
import { providerOrigin } from './provider.setup.ts';

const CLIENT = { client_id: 'paseport', client_secret: 'a-secret-of-the-specs' };

/** An identity provider that a spec has to itself, known to the edition. */
export class TestProvider {
  private constructor(
    private readonly administrator: Administrator,
    /** In the edition. */
    readonly id: string,
    readonly name: string,
    readonly slug: string,
    readonly issuer: string,
  ) {}

  static async start(administrator: Administrator, origin: string, settings: ProviderSettings): Promise<TestProvider> {
    const mark = randomUUID().slice(0, 8);
    const [name, slug] = [`Provider ${mark}`, `provider-${mark}`];
    const { issuer } = await TestProvider.beside(origin, slug);
    const body = { display_name: name, slug, issuer, ...CLIENT, allow_signup: true, ...settings };
    const id = await administrator.makeProvider(body);
    return new TestProvider(administrator, id, name, slug, issuer);
  }

  /** A provider that the edition doesn’t know, which expects to be known there by this name. */
  static async beside(origin: string, slug: string): Promise<{ issuer: string; client: typeof CLIENT }> {
    const client = { ...CLIENT, redirect_uris: [`${origin}/auth/v1/oauth/callback/${slug}`] };
    const answer = await fetch(`${providerOrigin()}/control/instances`, {
      method: 'POST',
      body: JSON.stringify({ clients: [client] }),
    });
    const { issuer } = (await answer.json()) as { issuer: string };
    return { issuer, client: CLIENT };
  }

  /** From the sign-in page to the provider’s own. */
  async leaveFor(page: Page): Promise<void> {
    await page.getByRole('link', { name: `Continue with ${this.name}` }).click();
    await expect(page.getByRole('heading', { name: 'Test provider' })).toBeVisible();
  }

  /** Says at the provider who one is. Its address there is that name at example.com. */
  async be(page: Page, account: string): Promise<void> {
    await page.getByLabel('Account').fill(account);
    await page.getByRole('button', { name: 'Continue' }).click();
  }

  /** What the provider sends the browser back to, without the browser: it is told whom it deals with. */
  async answerTo(authorizationUrl: string, account: string): Promise<string> {
    const url = new URL(authorizationUrl);
    url.searchParams.set('login_hint', account);
    const answer = await fetch(url, { redirect: 'manual' });
    return answer.headers.get('location')!;
  }

  async cancel(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Cancel' }).click();
  }

  async deactivate(): Promise<void> {
    await this.administrator.deactivateProvider(this.id);
  }
}
