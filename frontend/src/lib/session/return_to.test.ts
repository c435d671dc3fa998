import { describe, expect, it } from 'vitest';
import { isOfIssuer, loginAddress, returnTo } from './return_to.ts';

describe('the address after sign-in', () => {
  it.each(['/users', '/users?q=a%20b&limit=5', '/account#sessions', '/audit?next=//x/../y', '/ä'])(
    'keeps %s',
    (path) => {
      expect(returnTo(path)).toBe(path);
    },
  );

  it.each([
    null,
    '',
    'users',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    'https:evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    ' /a',
    '/.//evil.example',
    '/..//evil.example',
    '/a/../b',
    '/a//b',
    `/${'a'.repeat(2048)}`,
  ])('does not follow %j', (path) => {
    expect(returnTo(path)).toBe('/dashboard');
  });

  it.each(['/', '/login', '/login?return_to=/login', '/setup'])('does not lead in a circle through %s', (path) => {
    expect(returnTo(path)).toBe('/dashboard');
  });

  it('is the issuer’s only where it says so', () => {
    expect(['/auth/v1/authorize?client_id=a', '/auth/v2/x', '/users'].map(isOfIssuer)).toEqual([true, false, false]);
  });

  it('is written into the address of the sign-in page', () => {
    const address = loginAddress(new URL('/audit?kind=user.created', location.origin));

    expect(returnTo(new URL(address, location.origin).searchParams.get('return_to'))).toBe('/audit?kind=user.created');
    expect(loginAddress(new URL('/dashboard', location.origin))).toBe('/login');
  });
});
