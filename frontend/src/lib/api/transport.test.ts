import { http, HttpResponse } from 'msw/http';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Auth } from '#lib/stores/auth.svelte.ts';
import { Connection } from '#lib/stores/connection.svelte.ts';
import { ORIGIN, problem, server } from '../../tests/server.ts';
import { Browser } from '../../tests/tabs.ts';
import { Problem } from './problem.ts';
import { authorized } from './transport.ts';

let tab: Auth;
let connection: Connection;

beforeEach(async () => {
  tab = new Browser().openTab();
  connection = new Connection();
  await tab.restore();
});

const send = (method: string, body?: string) =>
  authorized(tab, connection)(new Request(`${ORIGIN}/thing`, { method, ...(body && { body }) }));

describe('a request with a session', () => {
  it('carries the access token', async () => {
    server.use(http.get('*/thing', ({ request }) => HttpResponse.text(request.headers.get('authorization'))));

    expect(await (await send('GET')).text()).toBe('Bearer token-1');
  });

  it('is repeated with its body and a new token after a 401', async () => {
    server.use(
      http.put('*/thing', async ({ request }) =>
        request.headers.get('authorization') === 'Bearer token-1'
          ? problem(401, 'invalid-token')
          : HttpResponse.text(await request.text()),
      ),
    );

    expect(await (await send('PUT', 'typed')).text()).toBe('typed');
  });

  it('asks for the roles after a 403', async () => {
    server.use(http.get('*/thing', () => problem(403, 'insufficient-role')));
    const lookAgain = vi.spyOn(tab, 'lookAgain');

    expect((await send('GET')).status).toBe(403);
    expect(lookAgain).toHaveBeenCalledOnce();
  });

  it('says that the server is away, and notices when it is back', async () => {
    vi.useFakeTimers();
    try {
      let isAway = true;
      server.use(http.get('*/thing', () => (isAway ? problem(503, 'unavailable') : HttpResponse.text('here'))));

      expect((await send('GET')).status).toBe(503);
      expect(connection.away).toBe(true);
      expect(tab.user).not.toBeNull();

      isAway = false;
      const back = connection.whenBack();
      await vi.advanceTimersByTimeAsync(1_000);
      vi.useRealTimers();
      await back;
      expect(connection.away).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  it('takes a server that is silent for one that is away', async () => {
    vi.useFakeTimers();
    try {
      server.use(http.put('*/thing', () => new Promise<never>(() => {})));
      const sent = expect(send('PUT', 'typed')).rejects.toMatchObject({ status: 0, isPassing: true });
      await vi.advanceTimersByTimeAsync(19_000);
      expect(connection.away).toBe(false);
      await vi.advanceTimersByTimeAsync(1_000);

      await sent;
      expect(connection.away).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it('says nothing against the server when whoever asked gives up', async () => {
    server.use(http.get('*/thing', () => new Promise<never>(() => {})));
    const asker = new AbortController();
    const sent = authorized(tab, connection)(new Request(`${ORIGIN}/thing`, { signal: asker.signal }));
    asker.abort();

    await expect(sent).rejects.toHaveProperty('name', 'AbortError');
    expect(connection.away).toBe(false);
  });

  it('is a problem of its own without any answer', async () => {
    server.use(http.get('*/thing', () => HttpResponse.error()));

    await expect(send('GET')).rejects.toMatchObject({ status: 0, kind: 'unreachable', isPassing: true });
    await expect(send('GET')).rejects.toBeInstanceOf(Problem);
  });
});
