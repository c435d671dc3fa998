import { goto } from '$app/navigation';
import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw/http';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Identity, Session, User } from '#lib/api/models.ts';
import { UserDirectory } from '#lib/state/users.svelte.ts';
import { auth } from '#lib/stores/auth.svelte.ts';
import { toasts } from '#lib/stores/toasts.svelte.ts';
import { problem, server, session, tokenAnswer, user } from '../../../tests/server.ts';
import WithDirectory from '../../../tests/WithDirectory.svelte';
import UserPage from './UserPage.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn(), beforeNavigate: vi.fn() }));

const GRACE = user({ id: 'grace', email: 'grace@example.com', display_name: 'Grace' });

const email = () => screen.getByLabelText('E-mail');
const save = () => userEvent.click(screen.getByRole('button', { name: 'Save changes' }));
const question = () => screen.findByRole('alertdialog');
const answer = async (button: string) =>
  userEvent.click(within(await question()).getByRole('button', { name: button }));

/** What an admin's page of Grace meets. */
class Issuer {
  sessions: Session[] = [session()];
  identities: Identity[] = [];
  updates: object[] = [];

  constructor(public user: User | null) {
    server.use(
      http.get('*/users/v1/:id', () => (this.user ? HttpResponse.json(this.user) : problem(404, 'not-found'))),
      http.get('*/users/v1/:id/sessions', () => HttpResponse.json({ items: this.sessions })),
      http.get('*/users/v1/:id/identities', () => HttpResponse.json({ items: this.identities })),
      http.delete('*/users/v1/:id/identities', () => {
        this.identities = [];
        this.sessions = [];
        return new HttpResponse(null, { status: 204 });
      }),
      http.put('*/users/v1/:id', async ({ request }) => {
        const { password, ...update } = (await request.json()) as Partial<User> & { password?: string };
        this.updates.push({ ...update, ...(password && { password }) });
        if (password || update.status !== 'active') this.sessions = [];
        return HttpResponse.json((this.user = { ...GRACE, ...update }));
      }),
      http.delete('*/users/v1/:id', () => {
        this.user = null;
        return new HttpResponse(null, { status: 204 });
      }),
    );
  }
}

async function open(id = 'grace'): Promise<UserDirectory> {
  const directory = new UserDirectory();
  directory.added(GRACE);
  render(UserPage, { id }, { wrapper: WithDirectory, wrapperProps: { directory } });
  await vi.waitFor(() => expect(screen.queryByText('Loading the user')).not.toBeInTheDocument());
  return directory;
}

describe('the page of a user', () => {
  let issuer: Issuer;

  beforeEach(() => {
    auth.signedIn(tokenAnswer('of-an-admin', { roles: ['Admin', 'User'] }));
    for (const { id } of toasts.items) toasts.dismiss(id);
    issuer = new Issuer(GRACE);
  });

  it('shows how else the account opens, and takes that away after a question', async () => {
    issuer.identities = [
      {
        id: 'of-eve',
        provider: { slug: 'rauthy', display_name: 'Rauthy' },
        provider_enabled: true,
        email: 'eve@example.com',
        linked_at: '2026-01-01T00:00:00Z',
        last_used_at: null,
      },
    ];
    await open();
    expect(await screen.findByRole('list', { name: 'Identities' })).toHaveTextContent('eve@example.com');
    await userEvent.click(screen.getByRole('button', { name: 'Unlink all' }));
    await answer('Unlink all');

    await vi.waitFor(() => expect(screen.queryByRole('list', { name: 'Identities' })).not.toBeInTheDocument());
    expect(issuer.identities).toEqual([]);
    expect(await screen.findByText('Not signed in anywhere.')).toBeInTheDocument();
  });

  it('saves a change without a question, and takes it back', async () => {
    const directory = await open();
    await screen.findByRole('list', { name: 'Sessions' });
    await userEvent.click(screen.getByRole('checkbox', { name: /^Admin/ }));
    await save();
    await vi.waitFor(() => expect(directory.items[0]?.roles).toEqual(['User', 'Admin']));
    toasts.items[0]?.undo?.();

    await vi.waitFor(() => expect(directory.items[0]?.roles).toEqual(['User']));
    expect(issuer.updates).toHaveLength(2);
  });

  it('asks before it keeps somebody out, and shows that the sessions have ended', async () => {
    await open();
    await screen.findByRole('list', { name: 'Sessions' });
    await userEvent.click(screen.getByRole('radio', { name: /^Disabled/ }));
    await save();
    expect(await question()).toHaveAccessibleName('Keep Grace out?');
    expect(issuer.updates).toEqual([]);
    await answer('Disable account');

    expect(await screen.findByText('Not signed in anywhere.')).toBeVisible();
  });

  it('asks before it sets a new password, which ends all sessions', async () => {
    await open();
    await screen.findByRole('list', { name: 'Sessions' });
    await userEvent.click(screen.getByText('Set a new password'));
    await userEvent.type(screen.getByLabelText(/^New password/), 'a-long-enough-phrase');
    await save();
    expect(await question()).toHaveAccessibleName('Set a new password for Grace?');
    await answer('Cancel');
    expect(issuer.updates).toEqual([]);
    await userEvent.type(screen.getByLabelText(/^New password/), '{Enter}', { skipClick: true });
    await answer('Set new password');

    expect(await screen.findByText('Not signed in anywhere.')).toBeVisible();
    expect(issuer.updates).toMatchObject([{ password: 'a-long-enough-phrase' }]);
    expect(toasts.items[0]?.undo).toBeUndefined();
  });

  it('says at the field what is wrong, though a question came before', async () => {
    server.use(http.put('*/users/v1/:id', () => problem(409, 'email-taken')));
    await open();
    await userEvent.clear(email());
    await userEvent.type(email(), 'ada@example.com');
    await userEvent.click(screen.getByRole('radio', { name: /^Locked/ }));
    await save();
    await answer('Lock account');

    await vi.waitFor(() => expect(email()).toHaveAccessibleDescription('E-mail belongs to another user.'));
    await vi.waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
    await vi.waitFor(() => expect(email()).toHaveFocus());
    expect(email()).toHaveValue('ada@example.com');
  });

  it('deletes the user after a question, and leaves', async () => {
    const directory = await open();
    await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    await answer('Delete for good');

    await vi.waitFor(() => expect(goto).toHaveBeenCalledWith('/users', { replace: true }));
    expect(directory.items).toEqual([]);
  });

  it('says in the question why a user can’t be deleted, and not when it is asked again', async () => {
    server.use(http.delete('*/users/v1/:id', () => problem(409, 'last-admin', { detail: 'The last active admin.' })));
    await open();
    await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    await answer('Delete for good');
    expect(await screen.findByText('The last active admin.')).toBeVisible();
    await answer('Cancel');
    await vi.waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
    // By the keyboard: for a moment the page takes no clicks yet.
    screen.getByRole('button', { name: 'Delete' }).focus();
    await userEvent.keyboard('{Enter}');

    expect(within(await question()).queryByText('The last active admin.')).not.toBeInTheDocument();
  });

  it('lets nobody change what would shut himself out', async () => {
    issuer.user = user();
    await open('ada');

    expect(screen.getByRole('checkbox', { name: /^Admin/ })).toBeDisabled();
    for (const status of screen.getAllByRole('radio')) expect(status).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Delete' })).toBeDisabled();
    expect(screen.queryByText('Set a new password')).not.toBeInTheDocument();
  });

  it('says that there is no such user', async () => {
    issuer.user = null;
    await open();

    expect(await screen.findByText('There is no such user')).toBeVisible();
  });
});
