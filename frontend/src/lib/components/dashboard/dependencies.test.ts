import { expect, it } from 'vitest';
import { standings } from './dependencies.ts';

const ready = (name: string) => ({ name, status: 'ready' as const });

it('shows what both services stand on once', () => {
  const shown = standings([ready('record'), ready('keys')], [ready('keys')]);

  expect(shown.map(({ label, status, seenBy }) => [label, status, seenBy])).toEqual([
    ['Record', 'ready', null],
    ['Public keys', 'ready', null],
  ]);
});

it('shows the worse of what they see, who sees it, and the worst first', () => {
  const issuer = [ready('record'), { name: 'sessions', status: 'degraded' as const }, ready('keys')];
  const api = [ready('sessions'), { name: 'keys', status: 'down' as const }];

  expect(standings(issuer, api).map(({ name, status, seenBy }) => [name, status, seenBy])).toEqual([
    ['keys', 'down', 'the API'],
    ['sessions', 'degraded', 'the issuer'],
    ['record', 'ready', null],
  ]);
});

it('shows what one of them tells while the other is silent, and what it doesn’t know by its name', () => {
  expect(standings(undefined, [{ name: 'mailer', status: 'down' }])).toEqual([
    { name: 'mailer', status: 'down', label: 'mailer', text: '', seenBy: null },
  ]);
});
