import { http, HttpResponse } from 'msw/http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ORIGIN, problem, server } from '../../tests/server.ts';
import { Connection } from './connection.svelte.ts';

const PROBE = '*/auth/v1/login/options';

describe('a server that is away', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Counts the probes, and answers them in turn, the last one again and again. */
  function probed(...answers: (() => Response | Promise<Response>)[]): () => number {
    let probes = 0;
    server.use(http.get(PROBE, () => (answers[probes++] ?? answers.at(-1))?.() ?? HttpResponse.error()));
    return () => probes;
  }

  const away = () => problem(503, 'unavailable');
  const here = () => HttpResponse.json({});

  it('is asked less and less often until it answers', async () => {
    const probes = probed(away, () => HttpResponse.error(), away, here);
    const connection = new Connection();
    connection.lost();
    const back = vi.fn();
    void connection.whenBack().then(back);
    for (const [wait, asked] of [
      [1_000, 1],
      [2_000, 2],
      [4_000, 3],
    ] as const) {
      await vi.advanceTimersByTimeAsync(wait);
      await vi.waitFor(() => expect(probes()).toBe(asked));
      expect(back).not.toHaveBeenCalled();
    }
    await vi.advanceTimersByTimeAsync(8_000);
    await vi.waitFor(() => expect(back).toHaveBeenCalledOnce());

    expect(connection.away).toBe(false);
  });

  it('is not taken for back because it takes a question and stays silent', async () => {
    const probes = probed(() => new Promise<never>(() => {}), here);
    const connection = new Connection();
    connection.lost();
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.waitFor(() => expect(probes()).toBe(1));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(connection.away).toBe(true);
    await vi.advanceTimersByTimeAsync(2_000);

    await vi.waitFor(() => expect(connection.away).toBe(false));
  });

  it('is asked what it owes an answer to, whether or not the asker still wants it', async () => {
    let isAsked = false;
    server.use(
      http.get('*/thing', () => {
        isAsked = true;
        return here();
      }),
    );
    const asker = new AbortController();
    const connection = new Connection();
    connection.lost(new Request(`${ORIGIN}/thing`, { signal: asker.signal }));
    asker.abort();
    await vi.advanceTimersByTimeAsync(1_000);

    await vi.waitFor(() => expect(connection.away).toBe(false));
    expect(isAsked).toBe(true);
  });

  it('is back when somebody else gets the answer that is asked for, and not for another', async () => {
    const probes = probed(away);
    const connection = new Connection();
    connection.lost();
    const back = vi.fn();
    void connection.whenBack().then(back);
    connection.answered(new Request(`${ORIGIN}/api/dashboard`));
    expect(connection.away).toBe(true);
    connection.answered(new Request(`${ORIGIN}/auth/v1/login/options`));
    expect(connection.away).toBe(false);
    await vi.advanceTimersByTimeAsync(30_000);

    expect(back).toHaveBeenCalledOnce();
    expect(probes()).toBe(0);
  });

  it('is asked by one, however many requests failed', async () => {
    const probes = probed(here);
    const connection = new Connection();
    connection.lost();
    connection.lost();
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.waitFor(() => expect(connection.away).toBe(false));

    expect(probes()).toBe(1);
  });
});

it('nobody waits for a server that nothing is known against', async () => {
  await expect(new Connection().whenBack()).resolves.toBeUndefined();
});
