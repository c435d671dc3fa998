import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw/http';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AuditEntry } from '#lib/api/models.ts';
import { filterOf } from '#lib/audit/filter.ts';
import { AuditLog } from '#lib/state/audit.svelte.ts';
import { auth } from '#lib/stores/auth.svelte.ts';
import { neverNear } from '../../../tests/near.ts';
import { entry, problem, server, tokenAnswer, user } from '../../../tests/server.ts';
import AuditRows from './AuditRows.svelte';

const rows = () => within(screen.getByRole('list', { name: 'Audit record' })).getAllByRole('listitem');

/** The record, its answer to questions about deletions aside, and a list of users that comes when it is let. */
function serve(entries: AuditEntry[]): () => void {
  let letCome = () => {};
  const come = new Promise<void>((resolve) => (letCome = resolve));
  server.use(
    http.get('*/audit/v1', ({ request }) => {
      const isOfDeletions = new URL(request.url).searchParams.get('kind') === 'user.deleted';
      return HttpResponse.json({ items: isOfDeletions ? [] : entries, next_cursor: null });
    }),
    http.get('*/users/v1', async () => {
      await come;
      return HttpResponse.json({ items: [user(), user({ id: 'grace', display_name: 'Grace' })], next_cursor: null });
    }),
    http.get('*/users/v1/:id', () => problem(404, 'not-found')),
  );
  return letCome;
}

describe('the rows of the audit record', () => {
  beforeEach(() => {
    neverNear();
    auth.signedIn(tokenAnswer('of-an-admin'));
  });

  async function show(isNarrowed = false): Promise<AuditLog> {
    const log = new AuditLog(() => filterOf(new URLSearchParams()));
    render(AuditRows, { log, isNarrowed });
    expect(screen.getByText('Loading the audit record')).toBeInTheDocument();
    await log.restart();
    return log;
  }

  it('say who did what to whom, and show no id while the names are on their way', async () => {
    const come = serve([entry({ kind: 'user.created' })]);
    await show();
    expect(rows()[0]).toHaveTextContent(/created/);
    expect(rows()[0]).not.toHaveTextContent(/ada|grace/);
    come();

    expect(await screen.findByRole('link', { name: 'Grace' })).toHaveAttribute('href', '/users/grace');
    expect(rows()[0]).toHaveTextContent(/Ada created Grace/);
  });

  it('show the id of somebody who is nowhere', async () => {
    serve([entry({ actor: 'nobody', kind: 'user.created' })])();
    await show();

    expect(await screen.findByText('nobody')).toBeVisible();
  });

  it('say whether nothing fits or nothing has happened', async () => {
    serve([]);
    await show(true);

    expect(screen.getByText('No entry fits all filters.')).toBeVisible();
  });

  it('say what went wrong, and can be loaded again', async () => {
    server.use(http.get('*/audit/v1', () => problem(500, 'internal', { detail: 'It broke.' })));
    await show();
    expect(screen.getByText('It broke.')).toBeVisible();
    serve([entry()]);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    await vi.waitFor(() => expect(rows()).toHaveLength(1));
  });
});
