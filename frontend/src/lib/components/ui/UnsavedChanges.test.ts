import { goto, type BeforeNavigate } from '$app/navigation';
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import UnsavedChanges from './UnsavedChanges.svelte';

type Listener = (navigation: BeforeNavigate) => void;

const kit = vi.hoisted((): { listener: Listener } => ({ listener: () => {} }));
vi.mock('$app/navigation', () => ({
  goto: vi.fn(() => Promise.resolve()),
  beforeNavigate: (listener: Listener) => void (kit.listener = listener),
}));

const AUDIT = new URL('https://id.example.com/audit');

/** Whether the app stays where it is. */
function stays(type: BeforeNavigate['type'], to: URL | null = AUDIT): boolean {
  const cancel = vi.fn();
  kit.listener({ type, to: to && { url: to }, cancel } as unknown as BeforeNavigate);
  return cancel.mock.calls.length > 0;
}

describe('a page with something typed', () => {
  beforeEach(() => vi.mocked(goto).mockClear());

  it.each(['link', 'popstate'] as const)('asks before it is left by %s, and is left then', async (type) => {
    render(UnsavedChanges, { unsaved: true });

    expect(stays(type)).toBe(true);
    expect(await screen.findByRole('alertdialog', { name: 'Leave without saving?' })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Leave' }));
    expect(goto).toHaveBeenCalledWith(AUDIT);
  });

  it('stays when somebody thinks better of it', async () => {
    render(UnsavedChanges, { unsaved: true });
    stays('link');
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));

    await vi.waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(goto).not.toHaveBeenCalled();
  });

  it('holds up neither the app itself nor a sign-out', () => {
    render(UnsavedChanges, { unsaved: true });

    expect(stays('goto')).toBe(false);
    expect(stays('leave', null)).toBe(false);
  });
});

it('lets everybody go where nothing was typed', () => {
  render(UnsavedChanges, { unsaved: false });

  expect(stays('link')).toBe(false);
});
