import { HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import type { TokenAnswer } from '#lib/api/models.ts';

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
