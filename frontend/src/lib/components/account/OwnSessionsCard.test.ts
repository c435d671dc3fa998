import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw/http';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { OwnSessions } from '#lib/state/account.svelte.ts';
import { auth } from '#lib/stores/auth.svelte.ts';
import { problem, server, session, tokenAnswer } from '../../../tests/server.ts';
import OwnSessionsCard from './OwnSessionsCard.svelte';

const SESSIONS = [
  session({ sid: 'here', current: true }),
  session({ sid: 'there', created_at: '2026-01-02T03:04:05Z' }),
  session({ sid: 'elsewhere', created_at: '2026-02-03T04:05:06Z', ip: '198.51.100.9' }),
];

const rows = () => within(screen.getByRole('list', { name: 'Sessions' })).getAllByRole('listitem');
const confirm = async (action: string) =>
  userEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: action }));

describe('the own sessions', () => {
  beforeEach(() => auth.signedIn(tokenAnswer('a-token')));

  async function show() {
    server.use(http.get('*/account/v1/sessions', () => HttpResponse.json({ items: SESSIONS }), { once: true }));
    const sessions = new OwnSessions();
    render(OwnSessionsCard, { sessions });
    await sessions.load();
  }

  it('say which is this one, which can’t be ended here, and have names of their own', async () => {
    await show();
    const buttons = await screen.findAllByRole('button', { name: /^End session of/ });

    expect(rows()).toHaveLength(3);
    expect(rows()[0]).toHaveTextContent('This one');
    expect(new Set(buttons.map((button) => button.getAttribute('aria-label'))).size).toBe(2);
  });

  it('end one by one, after a question that says which', async () => {
    let ended: unknown;
    server.use(
      http.delete('*/account/v1/sessions/:sid', ({ params }) => {
        ended = params.sid;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    await show();
    await userEvent.click(await screen.findByRole('button', { name: /from 198\.51\.100\.9/ }));
    expect(await screen.findByRole('alertdialog')).toHaveAccessibleDescription(/Firefox on Linux from 198\.51\.100\.9/);
    await confirm('End session');

    await vi.waitFor(() => expect(rows()).toHaveLength(2));
    expect(ended).toBe('elsewhere');
  });

  it('end all but this one', async () => {
    server.use(http.delete('*/account/v1/sessions', () => new HttpResponse(null, { status: 204 })));
    await show();
    await userEvent.click(await screen.findByRole('button', { name: 'End all others' }));
    await confirm('End all others');

    await vi.waitFor(() => expect(rows()).toHaveLength(1));
    await vi.waitFor(() => expect(screen.queryByRole('button', { name: 'End all others' })).not.toBeInTheDocument());
  });

  it('stay where they are when the server refuses', async () => {
    server.use(http.delete('*/account/v1/sessions', () => problem(500, 'internal', { detail: 'It broke.' })));
    await show();
    await userEvent.click(await screen.findByRole('button', { name: 'End all others' }));
    await confirm('End all others');

    expect(await screen.findByText('It broke.')).toBeVisible();
    expect(rows()).toHaveLength(3);
  });

  it('can be loaded again when they could not be', async () => {
    server.use(http.get('*/account/v1/sessions', () => problem(500, 'internal', { detail: 'It broke.' })));
    const sessions = new OwnSessions();
    render(OwnSessionsCard, { sessions });
    expect(screen.getByText('Loading sessions')).toBeInTheDocument();
    await sessions.load();
    expect(await screen.findByText('It broke.')).toBeVisible();
    server.use(http.get('*/account/v1/sessions', () => HttpResponse.json({ items: SESSIONS })));
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    await vi.waitFor(() => expect(rows()).toHaveLength(3));
  });
});
