import { expect, type BrowserContext, type Page } from '@playwright/test';
import type { Administrator, ProviderSettings } from '../helpers/accounts.ts';
import type { Faults } from '../helpers/faults.ts';
import type { TestProvider } from '../helpers/provider.ts';

/** What a scene is made with. */
export interface Stage {
  page: Page;
  context: BrowserContext;
  administrator: Administrator;
  makeProvider: (settings?: ProviderSettings) => Promise<TestProvider>;
  faults: Faults;
}

/** A state of a page that somebody sees: it is looked at by axe, by readers of the screen and by us. */
export interface Scene {
  /** Of its snapshot and of its screenshots. */
  name: string;
  /** The page's address as the app's routes have it, such as `/users/[user_id]`. */
  route: string;
  /** Opens it and waits until it is all there. */
  open: (stage: Stage) => Promise<void>;
}

/** Scenes of one page, but for those that say which other one they are of. */
export function of(route: string, scenes: (Omit<Scene, 'route'> & Partial<Scene>)[]): Scene[] {
  return scenes.map((scene) => ({ route, ...scene }));
}

export async function at(page: Page, address: string, heading: string): Promise<void> {
  await page.goto(address);
  await headed(page, heading);
}

export async function headed(page: Page, heading: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
}

/** The list at an address is empty for this page, whatever others put there. */
export async function answerNothing(page: Page, path: RegExp): Promise<void> {
  await answer(page, path, 200, { items: [], next_cursor: null });
}

/** The server fails at an address, and says in which request. */
export async function answerFault({ page, faults }: Stage, path: RegExp): Promise<void> {
  faults.expect(new RegExp(`^500 GET ${path.source.replace('^', '')}`));
  await answer(page, path, 500, {
    type: 'urn:paseport:problem:internal',
    title: 'Internal error',
    status: 500,
    detail: 'Something went wrong on our side. The request id helps the operator to find out what.',
    instance: '0190a3c2-7f00-7000-8000-000000000001',
  });
}

async function answer(page: Page, path: RegExp, status: number, body: object): Promise<void> {
  await page.route(
    (url) => path.test(url.pathname),
    (route) => (route.request().method() === 'GET' ? route.fulfill({ status, json: body }) : route.fallback()),
  );
}
