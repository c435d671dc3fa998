import { fetchWithin } from '#lib/api/patience.ts';
import { isAway } from '#lib/api/problem.ts';
import { connection } from '#lib/stores/connection.svelte.ts';

/** A page that is not there after so long is waited for. */
const PATIENCE_MS = 5_000;

/** Resolves when a page can be loaded. Who goes there before gets the browser’s own error, and stays with it. */
export async function whenServed(address: string): Promise<void> {
  if (await isServed(address)) return;
  connection.lost();
  await connection.whenBack();
}

async function isServed(address: string): Promise<boolean> {
  try {
    const page = new Request(location.origin + address, { method: 'HEAD', cache: 'no-store' });
    return !isAway((await fetchWithin(PATIENCE_MS, page)).status);
  } catch {
    return false;
  }
}
