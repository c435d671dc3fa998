import { http, HttpResponse } from 'msw/http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { auth } from '#lib/stores/auth.svelte.ts';
import { problem, server, tokenAnswer, user } from '../../tests/server.ts';
import { People } from './people.svelte.ts';

const PAUSE_MS = 200;

describe('suggestions of people', () => {
  beforeEach(() => {
    auth.signedIn(tokenAnswer('of-an-admin'));
    vi.useFakeTimers();
  });
  afterEach(() => void vi.useRealTimers());

  const searched = async (people: People, text: string) => {
    people.search(text);
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    await vi.waitFor(() => expect(people.searching).toBe(false));
  };

  it('come once the typing pauses', async () => {
    const asked: string[] = [];
    server.use(
      http.get('*/users/v1', ({ request }) => {
        asked.push(new URL(request.url).search);
        return HttpResponse.json({ items: [user()], next_cursor: null });
      }),
    );
    const people = new People();
    people.search('a');
    expect(people.searching).toBe(true);
    await searched(people, ' ada ');

    expect(people.found.map(({ display_name }) => display_name)).toEqual(['Ada']);
    expect(asked).toEqual(['?limit=8&q=ada']);
  });

  it('say that they failed, and don’t keep those of an older search', async () => {
    server.use(http.get('*/users/v1', () => HttpResponse.json({ items: [user()], next_cursor: null })));
    const people = new People();
    await searched(people, 'ada');
    server.use(http.get('*/users/v1', () => problem(500, 'internal')));
    await searched(people, 'grace');

    expect(people.problem?.status).toBe(500);
    expect(people.found).toEqual([]);
  });

  it('are still searched for when an older search is given up', async () => {
    server.use(http.get('*/users/v1', () => new Promise<never>(() => {})));
    const people = new People();
    people.search('a');
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    people.search('ad');
    await vi.advanceTimersByTimeAsync(PAUSE_MS / 2);

    expect(people.searching).toBe(true);
    expect(people.problem).toBeNull();
  });
});
