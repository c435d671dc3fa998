import { expect, it } from 'vitest';
import type { Dependency } from '#lib/api/models.ts';
import { standings } from './dependencies.ts';

const told = (...dependencies: Dependency[]) => ({ dependencies, silent: false });
const ready = (name: string) => ({ name, status: 'ready' as const });

it('shows what both services stand on once', () => {
  const shown = standings(told(ready('record'), ready('keys')), told(ready('keys')));

  expect(shown.map(({ label, status, seenBy }) => [label, status, seenBy])).toEqual([
    ['Record', 'ready', null],
    ['Public keys', 'ready', null],
  ]);
});

it('shows the worse of what they see, who sees it, and the worst first', () => {
  const issuer = told(ready('record'), { name: 'sessions', status: 'degraded' }, ready('keys'));
  const api = told(ready('sessions'), { name: 'keys', status: 'down' });

  expect(standings(issuer, api).map(({ name, status, seenBy }) => [name, status, seenBy])).toEqual([
    ['keys', 'down', 'the API'],
    ['sessions', 'degraded', 'the issuer'],
    ['record', 'ready', null],
  ]);
});

it('shows what one of them tells before the other has, and what it doesn’t know by its name', () => {
  expect(standings(null, told({ name: 'mailer', status: 'down' }))).toEqual([
    { name: 'mailer', status: 'down', label: 'mailer', text: '', seenBy: null },
  ]);
});

it('knows nothing of what only a service saw that is silent now', () => {
  const issuer = { ...told(ready('record'), { name: 'keys', status: 'down' }), silent: true };

  expect(standings(issuer, told(ready('keys'))).map(({ name, status, seenBy }) => [name, status, seenBy])).toEqual([
    ['record', 'unknown', null],
    ['keys', 'ready', null],
  ]);
});
