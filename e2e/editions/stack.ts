import { readFile } from 'node:fs/promises';
import type { Server } from './edition.ts';

const ENDPOINTS = new URL('../../backend/target/stack/endpoints.json', import.meta.url);

/** The stack that `cargo xtask stack` runs, or any other that `E2E_STACK_URL` names. It is not ours to stop. */
export async function findStack(): Promise<Server> {
  return { origin: process.env['E2E_STACK_URL'] ?? (await published()), stop: () => Promise.resolve() };
}

async function published(): Promise<string> {
  const text = await readFile(ENDPOINTS, 'utf8').catch((cause: unknown) => {
    throw new Error('no stack runs: start one with `cargo xtask stack`, or set E2E_STACK_URL', { cause });
  });
  const endpoints = JSON.parse(text) as { nginx: { addresses: string[] } };
  return `http://${endpoints.nginx.addresses[0]}`;
}
