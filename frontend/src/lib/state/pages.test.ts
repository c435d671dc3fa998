import { describe, expect, it, vi } from 'vitest';
import { Problem } from '#lib/api/problem.ts';
import { Pages } from './pages.svelte.ts';

const row = (id: string) => ({ id });

describe('a list in pages', () => {
  it('grows by the next page until there is none, and shows nothing twice', async () => {
    const fetchPage = vi
      .fn()
      .mockResolvedValueOnce({ items: [row('a'), row('b')], next_cursor: 'b' })
      .mockResolvedValueOnce({ items: [row('b'), row('c')], next_cursor: null });
    const pages = new Pages(fetchPage);
    await pages.restart();
    await pages.more();
    await pages.more();

    expect(pages.items.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(fetchPage).toHaveBeenCalledTimes(2);
    expect(fetchPage.mock.calls[1]?.[0]).toBe('b');
  });

  it('shows what was asked for last, whichever answer comes last', async () => {
    const answers: ((page: { items: { id: string }[] }) => void)[] = [];
    const pages = new Pages(() => new Promise<{ items: { id: string }[] }>((resolve) => answers.push(resolve)));
    const [first, second] = [pages.restart(), pages.restart()];
    answers[1]?.({ items: [row('new')] });
    answers[0]?.({ items: [row('old')] });
    await Promise.all([first, second]);

    expect(pages.items).toEqual([row('new')]);
    expect(pages.loading).toBe(false);
  });

  it('starts anew after a failed start, and never goes on with the list from before', async () => {
    const fetchPage = vi
      .fn<(cursor: string | undefined) => Promise<{ items: { id: string }[]; next_cursor: string | null }>>()
      .mockResolvedValueOnce({ items: [row('old')], next_cursor: 'old' })
      .mockRejectedValueOnce(new Problem(500, 'internal', 'Internal error'))
      .mockResolvedValueOnce({ items: [row('new')], next_cursor: null });
    const pages = new Pages(fetchPage);
    await pages.restart();
    await pages.restart();
    expect(pages.items).toEqual([]);
    await pages.more();
    await pages.retry();

    expect(pages.items).toEqual([row('new')]);
    expect(fetchPage.mock.calls.map(([cursor]) => cursor)).toEqual([undefined, undefined, undefined]);
  });

  it('keeps its rows when the next page fails, and tries that page again', async () => {
    const fetchPage = vi
      .fn()
      .mockResolvedValueOnce({ items: [row('a')], next_cursor: 'a' })
      .mockRejectedValueOnce(new Problem(500, 'internal', 'Internal error'))
      .mockResolvedValueOnce({ items: [row('b')], next_cursor: null });
    const pages = new Pages(fetchPage);
    await pages.restart();
    await pages.more();
    expect(pages.problem?.status).toBe(500);
    await pages.retry();

    expect(pages.items).toEqual([row('a'), row('b')]);
    expect(pages.problem).toBeNull();
  });
});
