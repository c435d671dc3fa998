import { describe, expect, it, vi } from 'vitest';
import { Problem } from '#lib/api/problem.ts';
import { connection } from '#lib/stores/connection.svelte.ts';
import { Resource } from './resource.svelte.ts';

const AWAY = new Problem(503, 'unavailable', 'Away');

describe('something that is fetched', () => {
  it('is there once it has come', async () => {
    const resource = new Resource(() => Promise.resolve('here'));
    const loaded = resource.load();
    expect(resource.loading).toBe(true);
    await loaded;

    expect(resource.value).toBe('here');
    expect(resource.loading).toBe(false);
  });

  it('is what was asked for last, whichever answer comes last', async () => {
    const answers: ((value: string) => void)[] = [];
    const resource = new Resource(() => new Promise<string>((resolve) => answers.push(resolve)));
    const loads = [resource.load(), resource.load()];
    answers[1]?.('new');
    answers[0]?.('old');
    await Promise.all(loads);

    expect(resource.value).toBe('new');
  });

  it('keeps what is known of it when a later fetch fails, and says what went wrong', async () => {
    const fetchValue = vi
      .fn()
      .mockResolvedValueOnce('here')
      .mockRejectedValueOnce(new Problem(500, 'internal', 'Broken'));
    const resource = new Resource(fetchValue);
    await resource.load();
    await resource.load();

    expect(resource.value).toBe('here');
    expect(resource.problem?.message).toBe('Broken');
  });

  it('is fetched again by itself when the server is back', async () => {
    let isBack = () => {};
    vi.spyOn(connection, 'whenBack').mockReturnValue(new Promise((resolve) => (isBack = resolve)));
    const resource = new Resource(vi.fn().mockRejectedValueOnce(AWAY).mockResolvedValueOnce('here'));
    await resource.load();
    expect(resource.problem).toBe(AWAY);
    isBack();

    await vi.waitFor(() => expect(resource.value).toBe('here'));
    expect(resource.problem).toBeNull();
  });

  it('is not fetched for an older question when the server is back', async () => {
    let isBack = () => {};
    vi.spyOn(connection, 'whenBack').mockReturnValue(new Promise((resolve) => (isBack = resolve)));
    const fetchValue = vi.fn().mockRejectedValueOnce(AWAY).mockResolvedValue('here');
    const resource = new Resource(fetchValue);
    await resource.load();
    await resource.load();
    isBack();
    await Promise.resolve();

    expect(fetchValue).toHaveBeenCalledTimes(2);
  });

  it('is given up in silence when the session is over', async () => {
    const resource = new Resource(() => Promise.reject(new DOMException('The session is over.', 'AbortError')));
    await resource.load();

    expect(resource.problem).toBeNull();
  });

  it('hides no fault of the app', async () => {
    await expect(new Resource(() => Promise.reject(new TypeError('a bug'))).load()).rejects.toThrow('a bug');
  });
});
