import { http, HttpResponse } from 'msw/http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connection } from '#lib/stores/connection.svelte.ts';
import { problem, server } from '../../tests/server.ts';
import { whenServed } from './leave.ts';

describe('a page to go to', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is gone to at once when it is served', async () => {
    server.use(http.head('*/login', () => new HttpResponse()));

    await expect(whenServed('/login')).resolves.toBeUndefined();
    expect(connection.away).toBe(false);
  });

  it.each([
    ['nobody answers', () => HttpResponse.error()],
    ['somebody answers for the server that it is away', () => problem(503, 'unavailable')],
  ])('is waited for while %s', async (_, answer) => {
    server.use(
      http.head('*/login', answer),
      http.get('*/auth/v1/login/options', () => HttpResponse.json({})),
    );
    const served = vi.fn();
    const waiting = whenServed('/login').then(served);
    await vi.waitFor(() => expect(connection.away).toBe(true));
    expect(served).not.toHaveBeenCalled();

    await vi.advanceTimersByTimeAsync(1_000);
    await waiting;
    expect(connection.away).toBe(false);
  });
});
