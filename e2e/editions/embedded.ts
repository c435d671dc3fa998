import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { providerHost } from '../helpers/provider.setup.ts';
import { freePort } from './port.ts';
import type { Server } from './edition.ts';

const DEFAULT_PROGRAM = new URL('../../backend/target/debug/paseport', import.meta.url).pathname;

/** Cheap hashes, and no limit per address: all specs come from one. The throttles per account stay as they are. */
const DEVELOPMENT = {
  PASEPORT_ENV: 'development',
  BCRYPT_COST: '4',
  LOGIN_BURST: '100000',
  LOGIN_PER_SECOND: '100000',
};

const TRIES = 3;

/** Whether what it said is all that has to be known. */
type IsReady = (said: string[]) => boolean;

/** Starts `paseport` on a free port with a data directory of its own. */
export async function startEmbedded(): Promise<Server> {
  const settings = { ...DEVELOPMENT, OUTBOUND_ALLOW_HOSTS: providerHost() };
  return start(settings, (said) => said.at(-1)!.startsWith('Paseport is ready'));
}

/** A `paseport` for production that nobody has set up yet. */
export interface UnsetServer extends Server {
  /** The token of its standard output that makes the first admin. */
  setupToken: string;
}

/** Starts one, as whoever installs Paseport does for the first time. */
export async function startUnset(): Promise<UnsetServer> {
  const server = await start({ BCRYPT_COST: '10' }, (said) => said.at(-2)?.endsWith('valid once:') ?? false);
  return { ...server, setupToken: server.said.at(-1)!.trim() };
}

/** Between choosing a free port and listening there another program may take it, so it is tried again. */
async function start(settings: Record<string, string>, isReady: IsReady): Promise<Server & { said: string[] }> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await startOnce(settings, isReady);
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

async function startOnce(settings: Record<string, string>, isReady: IsReady): Promise<Server & { said: string[] }> {
  const program = process.env['E2E_PASEPORT'] ?? DEFAULT_PROGRAM;
  const folder = await mkdtemp(join(tmpdir(), 'paseport-e2e-'));
  const port = await freePort();
  const child = spawn(program, ['serve', '--port', String(port), '--data-dir', join(folder, 'data')], {
    cwd: folder,
    env: settings,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = await greeting(child, program, isReady).catch(async (error: unknown) => {
    await rm(folder, { recursive: true });
    throw error;
  });
  return {
    said,
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

/** What it says until it is ready. It listens before; and all it says later is read, or it would have to wait for us. */
async function greeting(child: ChildProcess, program: string, isReady: IsReady): Promise<string[]> {
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout! });
    lines.on('line', (line) => {
      if (said.length >= 50) return;
      said.push(line);
      if (isReady(said)) resolve();
    });
    child.on('error', (error) => reject(new Error(`${program} can't be started; is it built?`, { cause: error })));
    child.on('exit', () => reject(new Error(`${program} ended instead of serving:\n${said.join('\n')}`)));
  });
  return said;
}
