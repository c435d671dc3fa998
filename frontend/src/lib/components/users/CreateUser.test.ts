import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw/http';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { UserDirectory } from '#lib/state/users.svelte.ts';
import { auth } from '#lib/stores/auth.svelte.ts';
import { problem, server, tokenAnswer, user } from '../../../tests/server.ts';
import WithDirectory from '../../../tests/WithDirectory.svelte';
import CreateUser from './CreateUser.svelte';

const password = () => screen.getByLabelText<HTMLInputElement>('Password');
const send = () => userEvent.click(screen.getByRole('button', { name: 'Create user' }));

async function fillIn() {
  const directory = new UserDirectory();
  const { rerender } = render(CreateUser, { open: true }, { wrapper: WithDirectory, wrapperProps: { directory } });
  await userEvent.type(await screen.findByLabelText('Display name'), 'Grace');
  await userEvent.type(screen.getByLabelText('E-mail'), 'grace@example.com');
  await userEvent.click(screen.getByRole('button', { name: 'Suggest a password' }));
  return { directory, rerender };
}

describe('the form for a new user', () => {
  beforeEach(() => auth.signedIn(tokenAnswer('of-an-admin')));

  it('makes the user, shows him and closes', async () => {
    let sent: unknown;
    server.use(
      http.post('*/users/v1', async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json(user({ id: 'grace', display_name: 'Grace' }), { status: 201 });
      }),
    );
    const { directory } = await fillIn();
    const suggested = password().value;
    expect(password()).toHaveAttribute('type', 'text');
    await send();

    await vi.waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(sent).toEqual({
      email: 'grace@example.com',
      display_name: 'Grace',
      password: suggested,
      roles: ['User'],
    });
    expect(directory.items.map(({ id }) => id)).toEqual(['grace']);
  });

  it('says at each field what is wrong with it, and loses nothing', async () => {
    const errors = [
      { field: 'password', message: 'must have at least 15 characters' },
      { field: 'roles', message: 'must not be empty' },
    ];
    server.use(http.post('*/users/v1', () => problem(422, 'invalid-fields', { errors })));
    const { directory } = await fillIn();
    await send();

    await vi.waitFor(() => expect(password()).toBeInvalid());
    expect(password()).toHaveAccessibleDescription(/^Password must have at least 15 characters\./);
    expect(screen.getByRole('group', { name: 'Roles' })).toHaveAccessibleDescription('Roles must not be empty.');
    expect(screen.getByLabelText('E-mail')).toHaveValue('grace@example.com');
    expect(directory.items).toEqual([]);
  });

  it('begins anew once it was cancelled, without the errors and the password of before', async () => {
    const errors = [{ field: 'password', message: 'must have at least 15 characters' }];
    server.use(http.post('*/users/v1', () => problem(422, 'invalid-fields', { errors })));
    const { rerender } = await fillIn();
    await send();
    await vi.waitFor(() => expect(password()).toBeInvalid());
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    await rerender({ open: true });

    expect(await screen.findByLabelText('Display name')).toHaveValue('');
    expect(password()).toHaveValue('');
    expect(password()).not.toHaveAttribute('aria-invalid');
  });
});
