import { expect, it } from 'vitest';
import { addressOf, filterOf, queryOf } from './filter.ts';

it('goes through the address and back', () => {
  const filter = { actor: 'ada', target: '', kind: 'user.created', from: '2026-01-05', to: '' };

  expect(filterOf(new URLSearchParams(addressOf(filter)))).toEqual(filter);
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
