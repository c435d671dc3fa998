import type { BrowserContext, ConsoleMessage, Page, Request, Response } from '@playwright/test';

/** What a page meets whose session has ended. */
export const SESSION_OVER = [/^401 POST \/auth\/v1\/refresh$/, /^401 GET \//];

/**
 * Everything that goes wrong in the pages of a spec, whether or not somebody looks: violations of the policy, errors on
 * the console, exceptions, requests that fail or are refused. A spec names those that it causes.
 */
export class Faults {
  readonly #found: string[] = [];
  readonly #expected: RegExp[] = [];

  /** Watches all pages of a context, those to come too. */
  async watch(context: BrowserContext): Promise<void> {
    await context.exposeBinding('reportViolation', (_source, violation: string) => this.#add(`policy: ${violation}`));
    await context.addInitScript(tellViolations);
    context.on('page', (page) => this.#watchPage(page));
  }

  /** Faults that the spec causes: `401 POST /auth/v1/login/local`, `failed GET /api/dashboard: net::ERR_…`. */
  expect(...faults: RegExp[]): void {
    this.#expected.push(...faults);
  }

  /** Everything, expected or not. */
  get all(): readonly string[] {
    return this.#found;
  }

  /** What nobody expected. */
  get unexpected(): string[] {
    return this.#found.filter((fault) => !this.#expected.some((expected) => expected.test(fault)));
  }

  #watchPage(page: Page): void {
    page.on('console', (message) => this.#console(message));
    page.on('pageerror', (error) => this.#add(`exception: ${error.message}`));
    page.on('response', (response) => this.#response(response));
    page.on('requestfailed', (request) => this.#failed(request));
  }

  #console(message: ConsoleMessage): void {
    // The browser's own line about an answer or a failure that is looked at below.
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return;
    this.#add(`console: ${message.text()}`);
  }

  #response(response: Response): void {
    if (response.status() >= 400) this.#add(`${response.status()} ${described(response.request())}`);
  }

  #failed(request: Request): void {
    const reason = request.failure()?.errorText ?? 'unknown';
    // What a page had asked for when it was left.
    if (reason !== 'net::ERR_ABORTED') this.#add(`failed ${described(request)}: ${reason}`);
  }

  #add(fault: string): void {
    this.#found.push(fault);
  }
}

function described(request: Request): string {
  return `${request.method()} ${new URL(request.url()).pathname}`;
}

/** Runs in the page, before everything else there. */
function tellViolations(): void {
  const report = (globalThis as unknown as { reportViolation: (text: string) => void }).reportViolation;
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample, sourceFile }) =>
    report(`${violatedDirective} blocked ${blockedURI} ${sample} in ${sourceFile}`),
  );
}
