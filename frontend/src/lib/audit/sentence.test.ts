import { describe, expect, it } from 'vitest';
import { entry } from '../../tests/server.ts';
import { changes } from './facts.ts';
import { sentence, weight } from './sentence.ts';

const told = (more: object) =>
  sentence(entry(more))
    .map((part) => (typeof part === 'string' ? part : `<${part.user}>`))
    .join('');

describe('an audit entry', () => {
  it('says who did what to whom', () => {
    expect(told({ kind: 'user.created' })).toBe('<ada> created <grace>');
    expect(told({ kind: 'session.ended', reason: 'ended_by_admin' })).toBe('<ada> ended a session of <grace>');
  });

  it('says why a sign-in failed, and for an unknown address no name', () => {
    const anonymous = { actor: null, actor_kind: 'anonymous', kind: 'sign_in.failed' };

    expect(told({ ...anonymous, reason: 'wrong_password' })).toBe(
      'Somebody failed to sign in as <grace>: wrong password',
    );
    expect(told({ ...anonymous, target: null, reason: 'unknown_user' })).toBe(
      'Somebody failed to sign in: no account has this address',
    );
  });

  it('is told by its name when this app does not know the kind', () => {
    expect(told({ kind: 'factor.added' })).toBe('<ada>: factor.added of <grace>');
    expect(weight(entry({ kind: 'factor.added' }))).toBe('plain');
  });

  it('shows what changed, and only that', () => {
    const before = {
      email: 'g@example.com',
      display_name: 'Grace',
      roles: ['User'],
      status: 'active',
      email_verified: true,
    };
    const after = { ...before, roles: ['Admin', 'User'], status: 'locked' };

    expect(changes(entry({ details: { before, after, password_reset: true } }))).toEqual([
      'Roles: User → Admin, User',
      'Status: active → locked',
      'Password: set anew',
    ]);
    expect(changes(entry({ details: { after } }))).toEqual([]);
  });
});
