import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw/http';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { UserDirectory } from '#lib/state/users.svelte.ts';
import { auth } from '#lib/stores/auth.svelte.ts';
import { neverNear } from '../../../tests/near.ts';
import { problem, server, tokenAnswer, user } from '../../../tests/server.ts';
import UserRows from './UserRows.svelte';

const rows = () => within(screen.getByRole('list', { name: 'Users' })).getAllByRole('listitem');
const page = (names: string[], next_cursor: string | null = null) =>
  HttpResponse.json({ items: names.map((name) => user({ id: name, display_name: name })), next_cursor });

describe('the rows of users', () => {
  beforeEach(() => {
    neverNear();
    auth.signedIn(tokenAnswer('of-an-admin'));
  });

  async function show(): Promise<UserDirectory> {
    const directory = new UserDirectory();
    render(UserRows, { directory });
    expect(screen.getByText('Loading users')).toBeInTheDocument();
    await directory.restart();
    return directory;
  }

  it('show who somebody is, and what is special', async () => {
    const items = [
      user({ display_name: 'Ada', roles: ['Admin', 'User'] }),
      user({ id: 'grace', display_name: 'Grace', status: 'locked', last_login_at: new Date().toISOString() }),
    ];
    server.use(http.get('*/users/v1', () => HttpResponse.json({ items, next_cursor: null })));
    await show();

    expect(rows()[0]).toHaveTextContent(/Ada.*Never signed in.*You.*Admin/);
    expect(rows()[1]).toHaveTextContent(/Grace.*Signed in now.*Locked/);
    expect(screen.queryByText('Loading users')).not.toBeInTheDocument();
  });

  it('say that nobody was found', async () => {
    server.use(http.get('*/users/v1', () => page([])));
    await show();

    expect(screen.getByText('Nobody found')).toBeVisible();
  });

  it('say what went wrong, and can be loaded again', async () => {
    server.use(http.get('*/users/v1', () => problem(500, 'internal', { detail: 'It broke.' })));
    await show();
    expect(screen.getByText('It broke.')).toBeVisible();
    server.use(http.get('*/users/v1', () => page(['Ada'])));
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    await vi.waitFor(() => expect(rows()).toHaveLength(1));
  });

  it('keep those that are there when the rest could not be loaded', async () => {
    server.use(http.get('*/users/v1', () => page(['Ada'], 'further')));
    await show();
    server.use(http.get('*/users/v1', () => problem(500, 'internal', { detail: 'It broke.' })));
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    expect(await screen.findByText('The rest could not be loaded. It broke.')).toBeVisible();
    server.use(http.get('*/users/v1', () => page(['Grace'])));
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    await vi.waitFor(() => expect(rows().map((row) => row.textContent)).toHaveLength(2));
  });
});
