import { render, screen, within } from '@testing-library/svelte';
import { http, HttpResponse } from 'msw/http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AuditSummary } from '#lib/api/models.ts';
import { auth } from '#lib/stores/auth.svelte.ts';
import { problem, server, tokenAnswer } from '../../../tests/server.ts';
import AdminOverview from './AdminOverview.svelte';

const SUMMARY = {
  counts: {
    users: { active: 118, locked: 2, disabled: 0 },
    sessions: { live: 64 },
    sign_ins: { last_hour: { succeeded: 9, failed: 1 }, last_day: { succeeded: 140, failed: 12 } },
  },
  dependencies: [
    { name: 'record', status: 'ready' },
    { name: 'signer', status: 'down' },
  ],
} satisfies AuditSummary;

const answer = (summary: AuditSummary) => server.use(http.get('*/audit/v1/summary', () => HttpResponse.json(summary)));
const definition = (term: string) => screen.getByText(term).nextElementSibling;

describe('what administrators see first', () => {
  beforeEach(() => auth.signedIn(tokenAnswer('of-an-admin')));
  afterEach(() => void vi.useRealTimers());

  it('is how many there are and how many came', async () => {
    answer(SUMMARY);
    render(AdminOverview, { ofApi: null });

    await screen.findByText('Live sessions');
    expect(definition('Live sessions')).toHaveTextContent('64');
    expect(definition('Active users')).toHaveTextContent(/118.*2 locked$/);
    expect(definition('Sign-ins')).toHaveTextContent(/9.*140 in the last day/);
    expect(definition('Failed sign-ins')).toHaveTextContent(/1.*12 in the last day/);
  });

  it('is what Paseport stands on, what is down first', async () => {
    answer(SUMMARY);
    render(AdminOverview, { ofApi: { dependencies: [{ name: 'record', status: 'ready' }], silent: false } });

    await screen.findByText('Signer');
    const items = within(screen.getByRole('list')).getAllByRole('listitem');
    expect(items.map((item) => item.textContent)).toEqual([
      expect.stringMatching(/^Signer.*Down$/s),
      expect.stringMatching(/^Record.*Ready$/s),
    ]);
  });

  it('says that nothing can be counted while the record is away', async () => {
    answer({ ...SUMMARY, counts: null });
    render(AdminOverview, { ofApi: null });

    expect(await screen.findByText(/nothing can be counted/)).toBeVisible();
    expect(screen.getByText('Signer')).toBeVisible();
  });

  it('takes nothing for ready that nobody vouches for any more', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    answer(SUMMARY);
    render(AdminOverview, { ofApi: { dependencies: [{ name: 'record', status: 'ready' }], silent: true } });
    await screen.findByText('Live sessions');

    server.use(http.get('*/audit/v1/summary', () => problem(500, 'internal', { detail: 'It broke.' })));
    await vi.advanceTimersByTimeAsync(15_000);

    expect(await screen.findByText(/these counts are from before/)).toBeVisible();
    expect(definition('Live sessions')).toHaveTextContent('64');
    const items = within(screen.getByRole('list')).getAllByRole('listitem');
    expect(items.map((item) => item.textContent)).toEqual([
      expect.stringMatching(/^Record.*Unknown$/s),
      expect.stringMatching(/^Signer.*Unknown$/s),
    ]);
  });

  it('says what went wrong, and can be tried again', async () => {
    server.use(http.get('*/audit/v1/summary', () => problem(500, 'internal', { detail: 'It broke.' })));
    render(AdminOverview, { ofApi: null });

    expect(await screen.findByText('It broke.')).toBeVisible();
    answer(SUMMARY);
    screen.getByRole('button', { name: 'Try again' }).click();
    expect(await screen.findByText('Live sessions')).toBeVisible();
  });
});
