import { render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connection } from '#lib/stores/connection.svelte.ts';
import Waiting from './Waiting.svelte';

describe('the page for a server that is away', () => {
  const reload = vi.fn();
  let isBack = () => {};

  beforeEach(() => {
    vi.stubGlobal('location', { reload });
    vi.spyOn(connection, 'whenBack').mockReturnValue(new Promise((resolve) => (isBack = resolve)));
    reload.mockClear();
  });
  afterEach(() => void vi.unstubAllGlobals());

  it('goes on once the server is back', async () => {
    render(Waiting, { within: true });
    expect(screen.getByRole('heading', { name: 'Paseport is away for a moment' })).toBeVisible();
    expect(reload).not.toHaveBeenCalled();
    isBack();

    await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
  });

  it('loads nothing anew for who went elsewhere meanwhile', async () => {
    const { unmount } = render(Waiting, { within: true });
    unmount();
    isBack();
    await Promise.resolve();

    expect(reload).not.toHaveBeenCalled();
  });
});
