import { test as base, type Page } from '@playwright/test';
import { startEdition, type Edition, type Server } from '../editions/edition.ts';
import { Administrator, type ProviderSettings } from './accounts.ts';
import { Faults } from './faults.ts';
import { TestProvider } from './provider.ts';
import type { Stage } from '../scenes/scene.ts';

export { expect } from '@playwright/test';

interface EachSpec {
  /** Prepares accounts; those it makes are gone after the spec. */
  administrator: Administrator;
  /** Opens another browser: nothing of the first one is known there. It is watched too. */
  elsewhere: () => Promise<Page>;
  /** Makes an identity provider that the edition knows, for this spec. */
  makeProvider: (settings?: ProviderSettings) => Promise<TestProvider>;
  /** What went wrong in the pages. Unexpected faults fail the spec. */
  faults: Faults;
  /** What scenes are made with. */
  stage: Stage;
}

interface EachWorker {
  edition: Edition;
  server: Server;
  standingAdministrator: Administrator;
}

/** A spec on a running edition, with eyes on everything that goes wrong. */
export const test = base.extend<EachSpec, EachWorker>({
  edition: ['embedded', { option: true, scope: 'worker' }],

  server: [
    async ({ edition }, use) => {
      const server = await startEdition(edition);
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  // One sign-in a worker: throttles count them.
  standingAdministrator: [
    async ({ server }, use) => {
      const administrator = await Administrator.signIn(server.origin);
      await use(administrator);
      await administrator.leave();
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ server }, use) => use(server.origin),

  administrator: async ({ standingAdministrator, context }, use) => {
    await use(standingAdministrator);
    // What is open would ask on behalf of those who are gone.
    for (const page of context.pages()) await page.goto('about:blank');
    await standingAdministrator.cleanUp();
  },

  elsewhere: async ({ browser, server, faults }, use) => {
    const opened: Page[] = [];
    await use(async () => {
      const context = await browser.newContext({ baseURL: server.origin });
      await faults.watch(context);
      const page = await context.newPage();
      opened.push(page);
      return page;
    });
    for (const page of opened) await page.context().close();
  },

  makeProvider: async ({ administrator, server }, use) => {
    await use((settings = {}) => TestProvider.start(administrator, server.origin, settings));
  },

  faults: [
    async ({ context }, use) => {
      const faults = new Faults();
      await faults.watch(context);
      await use(faults);
      base.expect(faults.unexpected, 'faults in the pages').toEqual([]);
    },
    { auto: true },
  ],

  stage: async ({ page, context, administrator, makeProvider, faults }, use) => {
    await use({ page, context, administrator, makeProvider, faults });
  },
});
