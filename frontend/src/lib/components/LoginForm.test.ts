import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw/http';
import { afterEach, describe, expect, it } from 'vitest';
import { auth } from '#lib/stores/auth.svelte.ts';
import { problem, server, tokenAnswer } from '../../tests/server.ts';
import LoginForm from './LoginForm.svelte';

const email = () => screen.getByLabelText('E-mail');
const password = () => screen.getByLabelText('Password');

async function signIn(asEmail?: string) {
  const user = userEvent.setup();
  if (asEmail) await user.type(email(), asEmail);
  await user.type(password(), 'a-long-enough-phrase');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
}

describe('the sign-in form', () => {
  afterEach(() => auth.listen({ signedOut() {}, otherUser() {}, changed() {} }));

  it('sends what was typed and takes the session', async () => {
    server.use(
      http.post('*/auth/v1/login/local', async ({ request }) => {
        expect(await request.json()).toEqual({ email: 'ada@example.com', password: 'a-long-enough-phrase' });
        return HttpResponse.json(tokenAnswer('from-sign-in'));
      }),
    );
    render(LoginForm);
    await signIn('ada@example.com');

    await expect.poll(() => auth.user?.display_name).toBe('Ada');
    expect(await auth.token()).toBe('from-sign-in');
  });

  it('says that e-mail or password is wrong, and forgets only the password', async () => {
    server.use(http.post('*/auth/v1/login/local', () => problem(401, 'invalid-credentials')));
    render(LoginForm);
    await signIn('ada@example.com');

    expect(await screen.findByRole('alert')).toHaveTextContent('E-mail or password is wrong.');
    expect(email()).toHaveValue('ada@example.com');
    expect(password()).toHaveValue('');
  });

  it('says how long to wait when there were too many attempts', async () => {
    server.use(
      http.post('*/auth/v1/login/local', () => problem(429, 'too-many-requests', {}, { 'retry-after': '900' })),
    );
    render(LoginForm);
    await signIn('ada@example.com');

    expect(await screen.findByRole('button', { name: 'Try again in 15 min' })).toBeDisabled();
    expect(password()).toHaveValue('a-long-enough-phrase');
  });

  it('shows what is wrong beside the field, and goes there', async () => {
    const errors = [{ field: 'email', message: 'must be one e-mail address' }];
    server.use(http.post('*/auth/v1/login/local', () => problem(422, 'invalid-fields', { errors })));
    render(LoginForm);
    await signIn('ada');

    await expect.poll(() => document.activeElement).toBe(email());
    expect(email()).toBeInvalid();
    expect(email()).toHaveAccessibleDescription('E-mail must be one e-mail address.');
  });

  it('lets only the one account back in where a session has ended', () => {
    render(LoginForm, { as: 'ada@example.com' });

    expect(email()).toHaveValue('ada@example.com');
    expect(email()).toHaveAttribute('readonly');
  });
});
