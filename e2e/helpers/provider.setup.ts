import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const FOLDER = new URL('../../backend/testkit/provider/', import.meta.url).pathname;

/**
 * Starts the identity provider of the specs, one for all of them, before any edition: editions must be told that they may
 * reach it. `E2E_PROVIDER_PORT` chooses its port, for a stack that was started before; `E2E_PROVIDER_HOST` an address of
 * this machine, for a stack in containers.
 */
export default async function startProvider(): Promise<() => Promise<void>> {
  const port = process.env['E2E_PROVIDER_PORT'] ?? '0';
  const host = process.env['E2E_PROVIDER_HOST'] ?? '127.0.0.1';
  const child = spawn(process.execPath, ['src/main.js', port, host], {
    cwd: FOLDER,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`the test provider ended; is it installed? npm ci in backend/testkit/provider`);
  });
  // Nobody waits for its end when it comes after ours.
  ended.catch(() => undefined);
  const line = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
  const [said] = await Promise.race([line, ended]);
  process.env['E2E_PROVIDER'] = said.replace('listening on ', '');
  return async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  };
}

/** `host:port` that an edition must be allowed to reach. */
export function providerHost(): string {
  return new URL(providerOrigin()).host;
}

/** Where the provider listens. */
export function providerOrigin(): string {
  const origin = process.env['E2E_PROVIDER'];
  if (!origin) throw new Error('the test provider was not started');
  return origin;
}
