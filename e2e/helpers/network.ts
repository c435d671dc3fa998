import type { BrowserContext, Page } from '@playwright/test';

/** A gate in front of an address: requests wait until it is opened. */
export interface Gate {
  /** How many have come. */
  readonly waiting: number;
  open(): void;
}

/** Holds requests to paths that match. Time passes for the app, and no spec has to wait for a clock. */
export async function hold(page: Page, method: string, path: RegExp): Promise<Gate> {
  let waiting = 0;
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  await page.route(
    (url) => path.test(url.pathname),
    async (route) => {
      if (route.request().method() === method) {
        waiting += 1;
        await opened;
      }
      await route.fallback();
    },
  );
  return {
    get waiting() {
      return waiting;
    },
    open,
  };
}

/** Lets one address answer that its server is away. Gives back the way to end that. */
export async function answerAway(context: BrowserContext, path: RegExp): Promise<() => Promise<void>> {
  const matches = (url: URL) => path.test(url.pathname);
  await context.route(matches, (route) => route.fulfill({ status: 503, headers: { 'retry-after': '1' } }));
  return () => context.unroute(matches);
}

/** Takes the server away from all pages of a context: nobody listens there any more. Gives back the way to end that. */
export async function takeServerAway(context: BrowserContext): Promise<() => Promise<void>> {
  await context.route('**/*', (route) => route.abort('connectionrefused'));
  return () => context.unroute('**/*');
}
