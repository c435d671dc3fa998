import { expect, it } from 'vitest';
import { addressOf, filterOf, queryOf } from './filter.ts';

it('goes through the address and back', () => {
  const filter = {
    actor: '0190a3c2-7f00-7000-8000-000000000001',
    target: '',
    kind: 'user.created',
    from: '2026-01-05',
    to: '',
  };

  expect(filterOf(new URLSearchParams(addressOf(filter)))).toEqual(filter);
});

it.each([
  ['actor', 'nonsense'],
  ['target', '0190a3c2'],
  ['kind', 'foo'],
  ['kind', 'toString'],
  ['from', 'soon'],
  ['from', '2026-1-5'],
  ['to', '2026-99-99'],
  ['to', '2026-02-30'],
])('leaves out what can’t be wanted: %s=%s', (key, value) => {
  expect(filterOf(new URLSearchParams({ [key]: value, kind: key === 'kind' ? value : 'user.created' }))).toEqual({
    actor: '',
    target: '',
    kind: key === 'kind' ? '' : 'user.created',
    from: '',
    to: '',
  });
});

it('asks for whole days of the viewer, the last one to its end', () => {
  const query = queryOf({ actor: '', target: '', kind: '', from: '2026-01-05', to: '2026-01-05' });

  expect(query).toEqual({
    from: new Date(2026, 0, 5).toISOString(),
    to: new Date(2026, 0, 6).toISOString(),
  });
});

it('leaves out a day that is none', () => {
  expect(queryOf({ actor: '', target: '', kind: '', from: 'soon', to: '' })).toEqual({});
});
