import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw/http';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { OwnAccount } from '#lib/state/account.svelte.ts';
import { auth } from '#lib/stores/auth.svelte.ts';
import { toasts } from '#lib/stores/toasts.svelte.ts';
import { problem, server, tokenAnswer, user } from '../../../tests/server.ts';
import ProfileForm from './ProfileForm.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn(), beforeNavigate: vi.fn() }));

const name = () => screen.getByLabelText('Display name');
const told = () => toasts.items.map(({ text }) => text);

/** Takes every name, and says which it took. */
function takeNames(): string[] {
  const taken: string[] = [];
  server.use(
    http.patch('*/account/v1/me', async ({ request }) => {
      const { display_name } = (await request.json()) as { display_name: string };
      taken.push(display_name);
      return HttpResponse.json(user({ display_name: display_name.trim() }));
    }),
    http.post('*/auth/v1/refresh', () => HttpResponse.json(tokenAnswer('renewed'))),
  );
  return taken;
}

describe('the form of the own profile', () => {
  beforeEach(() => {
    auth.signedIn(tokenAnswer('a-token'));
    for (const { id } of toasts.items) toasts.dismiss(id);
  });

  async function save(typed: string) {
    const account = new OwnAccount();
    account.set(user());
    const { rerender } = render(ProfileForm, { account, user: user() });
    await userEvent.clear(name());
    await userEvent.type(name(), `${typed}{Enter}`);
    return { account, show: () => rerender({ user: account.value ?? user() }) };
  }

  it('saves the name, and takes it back', async () => {
    const taken = takeNames();
    const { account, show } = await save('Grace');
    await vi.waitFor(() => expect(told()).toEqual(['Your name is saved.']));
    expect(account.value?.display_name).toBe('Grace');
    await show();
    toasts.items[0]?.undo?.();

    await vi.waitFor(() => expect(account.value?.display_name).toBe('Ada'));
    expect(taken).toEqual(['Grace', 'Ada']);
  });

  it('says at the field what is wrong with the name', async () => {
    const errors = [{ field: 'display_name', message: 'must have at most 100 characters' }];
    server.use(http.patch('*/account/v1/me', () => problem(422, 'invalid-fields', { errors })));
    await save('Grace');

    await vi.waitFor(() => expect(name()).toBeInvalid());
    expect(name()).toHaveAccessibleDescription('Display name must have at most 100 characters.');
    expect(name()).toHaveValue('Grace');
    expect(told()).toEqual([]);
  });

  it('says when a change can’t be taken back', async () => {
    takeNames();
    await save('Grace');
    await vi.waitFor(() => expect(told()).toHaveLength(1));
    server.use(http.patch('*/account/v1/me', () => problem(500, 'internal')));
    toasts.items[0]?.undo?.();

    await vi.waitFor(() => expect(told()).toContain('The change of your name could not be undone.'));
  });
});
