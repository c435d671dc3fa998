import { http } from 'msw/http';
import { expect, it } from 'vitest';
import { problem, server } from '../../tests/server.ts';
import { Ticket } from './ticket.svelte.ts';

it.each([
  [410, true],
  [422, true],
  [500, false],
])('a ticket that is answered by %i is dead: %s', async (status, isDead) => {
  server.use(http.get('*/auth/v1/oauth/link', () => problem(status, 'refused')));
  const ticket = new Ticket('');
  await ticket.load();

  expect(ticket.isDead).toBe(isDead);
});
