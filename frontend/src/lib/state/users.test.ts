import { http, HttpResponse } from 'msw/http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { auth } from '#lib/stores/auth.svelte.ts';
import { problem, server, tokenAnswer, user } from '../../tests/server.ts';
import { UserDirectory } from './users.svelte.ts';

/** The queries that came, each answered by one page of a list that goes on. */
function listed(): string[] {
  const asked: string[] = [];
  server.use(
    http.get('*/users/v1', ({ request }) => {
      const { search } = new URL(request.url);
      asked.push(search);
      return HttpResponse.json({ items: [user({ id: `user-${asked.length}` })], next_cursor: 'further' });
    }),
  );
  return asked;
}

describe('the list of users', () => {
  beforeEach(() => {
    auth.signedIn(tokenAnswer('of-an-admin'));
    vi.useFakeTimers();
  });
  afterEach(() => void vi.useRealTimers());

  it('searches once the typing pauses', async () => {
    const asked = listed();
    const directory = new UserDirectory();
    for (const typed of ['a', 'ad', ' ada ']) directory.search(typed);
    await vi.advanceTimersByTimeAsync(250);
    await vi.waitFor(() => expect(directory.loaded).toBe(true));

    expect(asked).toEqual(['?limit=50&q=ada']);
  });

  it('fetches no page of the old list while somebody types', async () => {
    const asked = listed();
    const directory = new UserDirectory();
    await directory.restart();
    directory.search('ada');
    expect(directory.loading).toBe(true);
    await directory.more();
    await vi.advanceTimersByTimeAsync(250);
    await vi.waitFor(() => expect(directory.loading).toBe(false));

    expect(asked).toEqual(['?limit=50', '?limit=50&q=ada']);
  });

  it('shows nobody who was not searched for, when a search fails', async () => {
    listed();
    const directory = new UserDirectory();
    await directory.restart();
    server.use(http.get('*/users/v1', () => problem(500, 'internal')));
    directory.search('ada');
    await vi.advanceTimersByTimeAsync(250);
    await vi.waitFor(() => expect(directory.problem?.status).toBe(500));

    expect(directory.items).toEqual([]);
  });

  it('shows who was added, changed and removed without asking again', async () => {
    const asked = listed();
    const directory = new UserDirectory();
    await directory.restart();
    directory.added(user({ id: 'grace', display_name: 'Grace' }));
    directory.changed(user({ id: 'grace', display_name: 'Grace the Second' }));
    expect(directory.items.map(({ id, display_name }) => [id, display_name])).toEqual([
      ['grace', 'Grace the Second'],
      ['user-1', 'Ada'],
    ]);
    directory.removed('user-1');

    expect(directory.items.map(({ id }) => id)).toEqual(['grace']);
    expect(asked).toHaveLength(1);
  });
});
