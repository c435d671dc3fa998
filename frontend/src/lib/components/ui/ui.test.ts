import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Problem } from '#lib/api/problem.ts';
import { toasts } from '#lib/stores/toasts.svelte.ts';
import ConfirmDialog from './ConfirmDialog.svelte';
import ErrorState from './ErrorState.svelte';
import PasswordField from './PasswordField.svelte';
import Toasts from './Toasts.svelte';

describe('a password field', () => {
  it('shows the password on request', async () => {
    render(PasswordField, { label: 'Password', name: 'password', value: 'secret', autocomplete: 'new-password' });
    const field = screen.getByLabelText('Password');
    expect(field).toHaveAttribute('type', 'password');

    await userEvent.click(screen.getByRole('button', { name: 'Show password' }));
    expect(field).toHaveAttribute('type', 'text');
    expect(screen.getByRole('button', { name: 'Show password' })).toHaveAttribute('aria-pressed', 'true');
  });
});

describe('a message', () => {
  it('is read out without taking the focus, and takes back what was done', async () => {
    const undo = vi.fn();
    render(Toasts);
    toasts.show('Grace is saved.', { undo });
    const region = await screen.findByText('Grace is saved.');

    expect(region.closest('[aria-live=polite]')).not.toBeNull();
    expect(document.activeElement).toBe(document.body);
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(undo).toHaveBeenCalledOnce();
    expect(screen.queryByText('Grace is saved.')).not.toBeInTheDocument();
  });
});

describe('a confirmation', () => {
  const props = { open: true, title: 'Delete Grace?', consequence: 'For good.', action: 'Delete' };

  it('does nothing when it is cancelled', async () => {
    const confirm = vi.fn();
    render(ConfirmDialog, { ...props, confirm });
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));

    expect(confirm).not.toHaveBeenCalled();
    await vi.waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
  });

  it('stays open with the reason when it is refused', async () => {
    const confirm = vi.fn().mockRejectedValue(new Problem(409, 'last-admin', 'This is the last active admin.'));
    render(ConfirmDialog, { ...props, confirm });
    await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));

    expect(await screen.findByText('This is the last active admin.')).toBeVisible();
    expect(screen.getByRole('alertdialog', { name: 'Delete Grace?' })).toHaveAccessibleDescription('For good.');
  });
});

it('shows the request id of what could not be loaded, and loads again', async () => {
  const retry = vi.fn();
  render(ErrorState, { problem: new Problem(500, 'internal', 'Internal error', {}, null, 'the-request-id-1'), retry });

  expect(screen.getByText('Request the-request-id-1')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(retry).toHaveBeenCalledOnce();
});
