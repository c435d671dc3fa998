import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw/http';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { auth } from '#lib/stores/auth.svelte.ts';
import { toasts } from '#lib/stores/toasts.svelte.ts';
import { problem, server, tokenAnswer } from '../../../tests/server.ts';
import PasswordForm from './PasswordForm.svelte';

const current = () => screen.getByLabelText('Current password');
const chosen = () => screen.getByLabelText('New password');
const told = () => toasts.items.map(({ text }) => text);

describe('the form for a new password', () => {
  const changed = vi.fn(() => Promise.resolve());

  beforeEach(() => {
    auth.signedIn(tokenAnswer('a-token'));
    for (const { id } of toasts.items) toasts.dismiss(id);
    changed.mockClear();
  });

  async function send() {
    render(PasswordForm, { changed });
    await userEvent.type(current(), 'the-old-long-phrase');
    await userEvent.type(chosen(), 'the-new-long-phrase{Enter}');
  }

  it('changes it, forgets what was typed and shows which sessions are left', async () => {
    server.use(
      http.put('*/account/v1/password', async ({ request }) => {
        const body = { current_password: 'the-old-long-phrase', new_password: 'the-new-long-phrase' };
        expect(await request.json()).toEqual(body);
        return new HttpResponse(null, { status: 204 });
      }),
    );
    await send();

    await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce());
    expect(told()).toEqual(['Your password is changed, and your other sessions have ended.']);
    expect(current()).toHaveValue('');
    expect(chosen()).toHaveValue('');
  });

  it('says nothing and keeps what was typed until the answer is there, however often it is sent', async () => {
    let answer = () => {};
    let asked = 0;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    server.use(
      http.put('*/account/v1/password', async () => {
        asked += 1;
        await answered;
        return problem(422, 'invalid-fields', { errors: [{ field: 'current_password', message: 'is wrong' }] });
      }),
    );
    await send();
    await userEvent.type(chosen(), '{Enter}');
    expect(told()).toEqual([]);
    expect(chosen()).toHaveValue('the-new-long-phrase');
    answer();

    await vi.waitFor(() => expect(current()).toBeInvalid());
    expect(asked).toBe(1);
    expect(told()).toEqual([]);
  });

  it('says how long to wait after too many wrong ones', async () => {
    server.use(
      http.put('*/account/v1/password', () => problem(429, 'too-many-requests', {}, { 'retry-after': '120' })),
    );
    await send();

    expect(await screen.findByText('Too many wrong passwords. Try again in 2 min.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Change password' })).toBeDisabled();
  });
});
