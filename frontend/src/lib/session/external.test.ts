import { describe, expect, it } from 'vitest';
import { errorText, startAddress, tidied } from './external.ts';

const at = (path: string) => new URL(path, 'https://sign-in.test');

describe('a sign-in that came back without one', () => {
  it('says why, for every reason that the issuer has', () => {
    const errors = [
      'provider_refused',
      'provider_unavailable',
      'email_unverified',
      'signup_closed',
      'account_closed',
      'identity_taken',
      'transaction_expired',
    ];
    const texts = errors.map((error) => errorText(at(`/login?error=${error}`).searchParams));
    expect(new Set(texts).size).toBe(errors.length);
    expect(texts).not.toContain(undefined);
  });

  it('says nothing that somebody else put into the address', () => {
    expect(errorText(at('/login?error=Call+this+number').searchParams)).toBeUndefined();
    expect(errorText(at('/login').searchParams)).toBeUndefined();
  });

  it('says it once, and keeps the rest of the address', () => {
    expect(tidied(at('/login?error=signup_closed&return_to=%2Fusers').href)).toBe('/login?return_to=%2Fusers');
    expect(tidied(at('/account?error=identity_taken#').href)).toBe('/account');
  });

  it('leaves no empty fragment, and nothing else is touched', () => {
    expect(tidied(at('/dashboard#').href)).toBe('/dashboard');
    expect(tidied(at('/audit?kind=a%20b#').href)).toBe('/audit?kind=a%20b');
    for (const path of ['/dashboard', '/audit?error=x', '/account#content']) expect(tidied(at(path).href)).toBeNull();
  });
});

describe('the beginning of a sign-in at a provider', () => {
  it('names the provider and the way back', () => {
    expect(startAddress('rauthy', '/users?q=a b')).toBe(
      '/auth/v1/oauth/init?provider=rauthy&return_to=%2Fusers%3Fq%3Da+b',
    );
    expect(startAddress('rauthy', '/account', { fresh: true })).toContain('&fresh=true');
  });
});
