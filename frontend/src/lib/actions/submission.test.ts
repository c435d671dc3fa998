import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '#lib/api/problem.ts';
import { connection } from '#lib/stores/connection.svelte.ts';
import { Submission } from './submission.svelte.ts';

const refused = (problem: Problem) => () => Promise.reject(problem);
const invalid = (fields: Record<string, string>) =>
  new Problem(422, 'invalid-fields', 'Some fields are invalid.', fields);

describe('a form on its way', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('tells what was done', async () => {
    expect(await new Submission().run(() => Promise.resolve('made'))).toEqual({ done: true, value: 'made' });
  });

  it('is not sent a second time meanwhile, and the second time is not told as done', async () => {
    const submission = new Submission();
    const work = vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, 1_000)));
    const first = submission.run(work);
    expect(submission.busy).toBe(true);
    expect(await submission.run(work)).toEqual({ done: false, problem: null });

    await vi.advanceTimersByTimeAsync(1_000);
    expect(await first).toEqual({ done: true, value: undefined });
    expect(work).toHaveBeenCalledOnce();
    expect(submission.busy).toBe(false);
  });

  it('says when a server that could not be reached answers again', async () => {
    vi.spyOn(connection, 'away', 'get').mockReturnValue(true);
    let back = () => {};
    vi.spyOn(connection, 'whenBack').mockReturnValue(new Promise((resolve) => (back = resolve)));
    const submission = new Submission();
    await submission.run(refused(Problem.unreachable()));
    expect(submission.message).toBe(Problem.unreachable().message);

    back();
    await vi.waitFor(() => expect(submission.message).toBe(Problem.back().message));
  });

  it('tells why it was refused, and forgets that with the next try', async () => {
    const submission = new Submission();
    const problem = new Problem(409, 'last-admin', 'This is the last active admin.');
    expect(await submission.run(refused(problem))).toEqual({ done: false, problem });
    expect(submission.message).toBe('This is the last active admin.');

    await submission.run(() => Promise.resolve());
    expect(submission.message).toBeNull();
  });

  it('says at a field what is wrong with it, and for the whole what stands at no field', async () => {
    const submission = new Submission();
    submission.error('email', 'E-mail');
    await submission.run(refused(invalid({ email: 'belongs to another user', display_name: 'is too long' })));

    expect(submission.error('email', 'E-mail')).toBe('E-mail belongs to another user.');
    expect(submission.message).toBe('Display name is too long.');
  });

  it('is never refused in silence, whatever fields it has', async () => {
    const submission = new Submission();
    await submission.run(refused(invalid({ status: 'can’t be this', roles: 'must not be empty' })));

    expect(submission.message).toBe('Status can’t be this. Roles must not be empty.');
  });

  it('waits as long as the server wants, and can be sent again then', async () => {
    const submission = new Submission();
    await submission.run(refused(new Problem(429, 'too-many-requests', 'Too many attempts', {}, 2)));
    const work = vi.fn(() => Promise.resolve());
    expect(submission.wait).toBe(2);
    expect((await submission.run(work)).done).toBe(false);
    expect(work).not.toHaveBeenCalled();

    await vi.advanceTimersByTimeAsync(2_000);
    expect(submission.message).toBeNull();
    expect((await submission.run(work)).done).toBe(true);
  });

  it('waits no longer when the tab slept meanwhile', async () => {
    const submission = new Submission();
    await submission.run(refused(new Problem(429, 'too-many-requests', 'Too many attempts', {}, 900)));
    vi.setSystemTime(Date.now() + 600_000);
    await vi.advanceTimersByTimeAsync(1_000);

    expect(submission.wait).toBe(299);
  });

  it('goes to the first field that is wrong', async () => {
    const form = document.createElement('form');
    form.append(...['email', 'password'].map((name) => Object.assign(document.createElement('input'), { name })));
    document.body.append(form);
    form.querySelector('[name=password]')?.setAttribute('aria-invalid', 'true');
    await new Submission().run(refused(invalid({ password: 'is too short' })), form);

    expect(document.activeElement).toHaveProperty('name', 'password');
    form.remove();
  });

  it('hides no fault of the app', async () => {
    await expect(new Submission().run(() => Promise.reject(new TypeError('a bug')))).rejects.toThrow('a bug');
  });
});
