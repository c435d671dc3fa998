import { describe, expect, it } from 'vitest';
import { Problem } from './problem.ts';

const answer = (status: number, headers: HeadersInit = {}) => new Response(null, { status, headers });
const body = (kind: string, more: object = {}) => ({
  type: `urn:paseport:problem:${kind}`,
  title: 'A title',
  status: 422,
  instance: 'a-request-id-0001',
  ...more,
});

describe('a problem', () => {
  it('names what is wrong with each field', () => {
    const errors = [{ field: 'password', message: 'must have at least 15 characters' }];

    expect(Problem.of(answer(422), body('invalid-fields', { errors })).fields).toEqual({
      password: 'must have at least 15 characters',
    });
  });

  it('puts a taken address beside its field', () => {
    expect(Problem.of(answer(409), body('email-taken')).fields).toHaveProperty('email');
  });

  it('says how long to wait', () => {
    expect(Problem.of(answer(429, { 'retry-after': '12' }), body('too-many-requests')).retryAfter).toBe(12);
    expect(Problem.of(answer(429, { 'retry-after': 'soon' }), body('too-many-requests')).retryAfter).toBeNull();
  });

  it('makes do with an answer that is none of ours', () => {
    const problem = Problem.of(answer(502, { 'x-request-id': 'from-the-proxy-1' }), '<html>');

    expect(problem).toMatchObject({ status: 502, kind: 'unknown', isPassing: true, requestId: 'from-the-proxy-1' });
  });
});
