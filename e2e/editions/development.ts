import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Server } from './edition.ts';
import { freePort } from './port.ts';

const APP = new URL('../../frontend/', import.meta.url).pathname;

/** Starts the development server of the app, as `npm run dev` does, in front of an edition. */
export async function startDevelopment(behind: string): Promise<Server> {
  const port = await freePort();
  const options = ['dev', '--host', '127.0.0.1', '--port', String(port), '--strictPort'];
  const child = spawn(process.execPath, ['node_modules/vite/bin/vite.js', ...options], {
    cwd: APP,
    env: { ...process.env, PASEPORT_SERVER: behind },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      if (line.includes('Local')) resolve();
    });
    child.on('error', reject);
    child.on('exit', () => reject(new Error('the development server ended instead of serving')));
  });
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
