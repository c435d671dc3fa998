import { HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import type { AuditEntry, Session, TokenAnswer, User } from '#lib/api/models.ts';

/** What the servers answer, set by each test. */
export const server = setupServer();

export const ORIGIN = location.origin;

export function problem(status: number, kind: string, more: object = {}, headers: Record<string, string> = {}) {
  const body = { type: `urn:paseport:problem:${kind}`, title: kind, status, instance: 'a-request-id-0001', ...more };
  return HttpResponse.json(body, { status, headers: { 'content-type': 'application/problem+json', ...headers } });
}

export function tokenAnswer(token: string, user: Partial<TokenAnswer['user']> = {}): TokenAnswer {
  return {
    access_token: token,
    token_type: 'Bearer',
    expires_in: 300,
    user: { id: 'ada', email: 'ada@example.com', display_name: 'Ada', roles: ['User'], ...user },
  };
}

export function user(known: Partial<User> = {}): User {
  return {
    id: 'ada',
    email: 'ada@example.com',
    display_name: 'Ada',
    roles: ['User'],
    status: 'active',
    email_verified: true,
    created_at: '2026-01-02T03:04:05Z',
    updated_at: '2026-01-02T03:04:05Z',
    last_login_at: null,
    ...known,
  };
}

export function session(known: Partial<Session> = {}): Session {
  return {
    sid: 'a-session',
    current: false,
    created_at: '2026-01-02T03:04:05Z',
    last_seen_at: '2026-01-02T04:04:05Z',
    ip: '192.0.2.7',
    user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    client_id: 'bff',
    amr: ['pwd'],
    ...known,
  };
}

export function entry(known: Omit<Partial<AuditEntry>, 'details'> & { details?: object } = {}): AuditEntry {
  return {
    id: 'an-entry',
    at: '2026-01-02T03:04:05Z',
    actor_kind: 'user',
    actor: 'ada',
    target: 'grace',
    kind: 'user.updated',
    session: null,
    reason: null,
    request_id: null,
    ip: null,
    ...known,
    details: (known.details ?? {}) as AuditEntry['details'],
  };
}
