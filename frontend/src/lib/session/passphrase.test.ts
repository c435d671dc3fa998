import { expect, it } from 'vitest';
import { suggestPassword } from './passphrase.ts';

it('suggests long passwords that differ', () => {
  const suggested = Array.from({ length: 50 }, suggestPassword);

  expect(new Set(suggested).size).toBe(50);
  for (const password of suggested) expect(password).toMatch(/^([a-hjkmnp-z2-9]{4}-){4}[a-hjkmnp-z2-9]{4}$/);
});
