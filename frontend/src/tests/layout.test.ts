import { render, screen } from '@testing-library/svelte';
import { http, HttpResponse } from 'msw/http';
import { createRawSnippet } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { signOutOwed } from '#lib/session/hint.ts';
import { auth } from '#lib/stores/auth.svelte.ts';
import { connection } from '#lib/stores/connection.svelte.ts';
import Layout from '../routes/+layout.svelte';
import { problem, server, tokenAnswer } from './server.ts';

vi.mock(import('$app/navigation'), async (original) => ({ ...(await original()), afterNavigate: () => {} }));

afterEach(() => signOutOwed.clear());

it('shows nothing of the account while the server, signed out from, doesn’t answer', async () => {
  server.use(
    http.post('*/auth/v1/logout', () => problem(503, 'unavailable')),
    http.head('*/login', () => HttpResponse.error()),
  );
  auth.signedIn(tokenAnswer('of-ada'));
  const children = createRawSnippet(() => ({ render: () => '<p>What only Ada sees</p>' }));
  render(Layout, { children });
  expect(screen.getByText('What only Ada sees')).toBeVisible();

  await auth.signOut();

  expect(await screen.findByRole('heading', { name: 'You are signed out' })).toBeVisible();
  expect(screen.queryByText('What only Ada sees')).toBeNull();
  await vi.waitFor(() => expect(connection.away).toBe(true));
});
