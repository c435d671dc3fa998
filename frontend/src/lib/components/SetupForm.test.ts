import { goto } from '$app/navigation';
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw/http';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { auth } from '#lib/stores/auth.svelte.ts';
import { problem, server, tokenAnswer } from '../../tests/server.ts';
import SetupForm from './SetupForm.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

const button = () => screen.getByRole('button', { name: 'Create the first administrator' });

async function fillIn() {
  const user = userEvent.setup();
  render(SetupForm);
  await user.type(screen.getByLabelText('One-time token'), ' the-token ');
  await user.type(screen.getByLabelText('Display name'), 'Olga');
  await user.type(screen.getByLabelText('E-mail'), 'olga@example.com');
  await user.type(screen.getByLabelText('Password'), 'a-long-enough-phrase');
  await user.click(button());
}

describe('the set-up form', () => {
  beforeEach(() => void vi.mocked(goto).mockClear());

  it('makes the first administrator, signs in and goes on', async () => {
    server.use(
      http.post('*/auth/v1/setup', async ({ request }) => {
        expect(await request.json()).toMatchObject({ token: 'the-token', email: 'olga@example.com' });
        return new HttpResponse(null, { status: 201 });
      }),
      http.post('*/auth/v1/login/local', () => HttpResponse.json(tokenAnswer('of-the-first'))),
    );
    await fillIn();

    await vi.waitFor(() => expect(goto).toHaveBeenCalledWith('/dashboard', { replace: true }));
    expect(await auth.token()).toBe('of-the-first');
  });

  it('says at the token that it is not valid', async () => {
    server.use(http.post('*/auth/v1/setup', () => problem(401, 'invalid-setup-token')));
    await fillIn();

    expect(await screen.findByText(/^The token is not valid/)).toBeVisible();
    expect(screen.getByLabelText('One-time token')).toBeInvalid();
    expect(goto).not.toHaveBeenCalled();
  });

  it('only signs in when it is tried again after the administrator was made', async () => {
    let made = 0;
    server.use(
      http.post('*/auth/v1/setup', () => {
        made += 1;
        return new HttpResponse(null, { status: 201 });
      }),
      http.post('*/auth/v1/login/local', () => problem(500, 'internal', { detail: 'It broke.' }), { once: true }),
      http.post('*/auth/v1/login/local', () => HttpResponse.json(tokenAnswer('of-the-first'))),
    );
    await fillIn();
    expect(await screen.findByText('It broke.')).toBeVisible();
    await userEvent.click(button());

    await vi.waitFor(() => expect(goto).toHaveBeenCalledOnce());
    expect(made).toBe(1);
  });
});
