import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Server } from './edition.ts';

const DEFAULT_PROGRAM = new URL('../../backend/target/debug/paseport', import.meta.url).pathname;

/** Cheap hashes, and no limit per address: all specs come from one. The throttles per account stay as they are. */
const SETTINGS = { PASEPORT_ENV: 'development', BCRYPT_COST: '4', LOGIN_BURST: '100000', LOGIN_PER_SECOND: '100000' };

/** Starts `paseport` on a free port with a data directory of its own. */
export async function startEmbedded(): Promise<Server> {
  const program = process.env['E2E_PASEPORT'] ?? DEFAULT_PROGRAM;
  const folder = await mkdtemp(join(tmpdir(), 'paseport-e2e-'));
  const port = await freePort();
  const child = spawn(program, ['serve', '--port', String(port), '--data-dir', join(folder, 'data')], {
    cwd: folder,
    env: SETTINGS,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await ready(child, program);
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

/** It listens before it says so. Whatever else it says is read, too, or it would have to wait for us. */
async function ready(child: ChildProcess, program: string): Promise<void> {
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout! });
    lines.on('line', (line) => {
      if (said.length < 50) said.push(line);
      if (line.startsWith('Paseport is ready')) resolve();
    });
    child.on('error', (error) => reject(new Error(`${program} can't be started; is it built?`, { cause: error })));
    child.on('exit', () => reject(new Error(`${program} ended instead of serving:\n${said.join('\n')}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
