import { http, HttpResponse } from 'msw/http';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry, User } from '#lib/api/models.ts';
import { auth } from '#lib/stores/auth.svelte.ts';
import { entry, problem, server, tokenAnswer, user } from '../../tests/server.ts';
import { Names } from './names.svelte.ts';

const deletion = (target: string, display_name: string) =>
  entry({ kind: 'user.deleted', target, details: { before: { display_name } } });

/** A server with these users and deletions, of which lists show only the first. Gives what was asked. */
function serve(users: User[], deletions: AuditEntry[] = [], shown = 100): string[] {
  const asked: string[] = [];
  server.use(
    http.get('*/users/v1', () => {
      asked.push('users');
      return HttpResponse.json({ items: users.slice(0, shown), next_cursor: users.length > shown ? 'more' : null });
    }),
    http.get('*/users/v1/:id', ({ params }) => {
      asked.push(`user ${String(params.id)}`);
      const found = users.find(({ id }) => id === params.id);
      return found ? HttpResponse.json(found) : problem(404, 'not-found');
    }),
    http.get('*/audit/v1', ({ request }) => {
      const target = new URL(request.url).searchParams.get('target');
      asked.push(target ? `deletion of ${target}` : 'deletions');
      const items = target ? deletions.filter((deletion) => deletion.target === target) : deletions.slice(0, shown);
      return HttpResponse.json({ items, next_cursor: null });
    }),
  );
  return asked;
}

const ADA = user({ id: 'ada', display_name: 'Ada' });
const GRACE = user({ id: 'grace', display_name: 'Grace' });

describe('the names in the audit record', () => {
  beforeEach(() => auth.signedIn(tokenAnswer('of-an-admin')));

  it('are found with two requests where all fit into them', async () => {
    const asked = serve([ADA, GRACE], [deletion('linus', 'Linus')]);
    const names = new Names();
    await names.find([entry({ actor: 'ada', target: 'grace' }), entry({ actor: 'linus', target: 'ada' })]);

    expect(names.of('grace')).toEqual({ name: 'Grace', isDeleted: false });
    expect(names.of('linus')).toEqual({ name: 'Linus', isDeleted: true });
    expect(asked.sort()).toEqual(['deletions', 'users']);
  });

  it('are asked for one by one beyond that, each once, deletions first', async () => {
    const asked = serve([ADA, GRACE], [deletion('linus', 'Linus'), deletion('edith', 'Edith')], 1);
    const names = new Names();
    const entries = [entry({ actor: 'grace', target: 'edith' }), entry({ actor: 'grace', target: 'grace' })];
    await names.find(entries);
    await names.find(entries);

    expect(names.of('grace')?.name).toBe('Grace');
    expect(names.of('edith')).toEqual({ name: 'Edith', isDeleted: true });
    expect(asked.slice(2).sort()).toEqual(['deletion of edith', 'deletion of grace', 'user grace']);
  });

  it('are those of users who were made after the first look, too', async () => {
    const users = [ADA];
    serve(users);
    const names = new Names();
    await names.find([entry({ actor: 'ada', target: null })]);
    users.push(GRACE);
    await names.find([entry({ actor: 'ada', target: 'grace' })]);

    expect(names.of('grace')?.name).toBe('Grace');
  });

  it('are looked for again after a failure', async () => {
    server.use(
      http.get('*/users/v1', () => problem(500, 'internal')),
      http.get('*/audit/v1', () => problem(500, 'internal')),
    );
    const names = new Names();
    await expect(names.find([entry({ actor: 'ada' })])).rejects.toMatchObject({ status: 500 });
    expect(names.isSought('ada')).toBe(false);
    serve([ADA]);
    await names.find([entry({ actor: 'ada', target: null })]);

    expect(names.of('ada')?.name).toBe('Ada');
  });

  it('are known to be on their way', async () => {
    serve([ADA]);
    const names = new Names();
    const found = names.find([entry({ actor: 'ada', target: null })]);
    expect(names.isSought('ada')).toBe(true);
    await found;

    expect(names.isSought('ada')).toBe(false);
  });

  it('are not sought for ever where nobody ever had the id', async () => {
    const asked = serve([ADA]);
    const names = new Names();
    await names.find([], ['nobody']);
    const before = asked.length;
    await names.find([], ['nobody']);

    expect(names.of('nobody')).toBeUndefined();
    expect(asked).toHaveLength(before);
  });

  it('are the later ones: a change tells one until the list or a deletion knows better', async () => {
    serve([ADA], [deletion('linus', 'Linus')]);
    const names = new Names();
    const renamed = (target: string) => entry({ target, details: { after: { display_name: 'Before' } } });
    await names.find([renamed('ada'), renamed('linus'), renamed('grace')]);

    expect(['ada', 'linus', 'grace'].map((id) => names.of(id)?.name)).toEqual(['Ada', 'Linus', 'Before']);
    expect(names.of('linus')?.isDeleted).toBe(true);
  });
});
