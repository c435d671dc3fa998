import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw/http';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Names } from '#lib/state/names.svelte.ts';
import { auth } from '#lib/stores/auth.svelte.ts';
import { problem, server, tokenAnswer, user } from '../../../tests/server.ts';
import UserPicker from './UserPicker.svelte';

const found = (...items: ReturnType<typeof user>[]) =>
  server.use(http.get('*/users/v1', () => HttpResponse.json({ items, next_cursor: null })));

describe('the field that picks a user', () => {
  const pick = vi.fn();
  const field = () => screen.getByRole('combobox', { name: 'Who' });

  beforeEach(() => {
    auth.signedIn(tokenAnswer('of-an-admin'));
    pick.mockClear();
  });

  const show = (value = '', names = new Names()) => render(UserPicker, { label: 'Who', value, pick, names });

  it('picks who was found, by keyboard alone', async () => {
    found(user({ id: 'grace', display_name: 'Grace' }));
    show();
    await userEvent.type(field(), 'gra');
    // Where nothing is laid out the list has no place, and counts as hidden.
    await screen.findByText('Grace');
    await userEvent.keyboard('{ArrowDown}{Enter}');

    await vi.waitFor(() => expect(pick).toHaveBeenCalledWith('grace'));
  });

  it('says that nobody was found', async () => {
    found();
    show();
    await userEvent.type(field(), 'gra');

    expect(await screen.findByText('Nobody found')).toBeInTheDocument();
  });

  it('says that the search failed, which is not the same', async () => {
    server.use(http.get('*/users/v1', () => problem(500, 'internal')));
    show();
    await userEvent.type(field(), 'gra');

    expect(await screen.findByText('Nobody can be searched for at the moment')).toBeInTheDocument();
    expect(screen.queryByText('Nobody found')).not.toBeInTheDocument();
  });

  it('picks nobody any more when it is emptied', async () => {
    found(user());
    const names = new Names();
    server.use(http.get('*/audit/v1', () => HttpResponse.json({ items: [], next_cursor: null })));
    await names.find([], ['ada']);
    show('ada', names);
    expect(field()).toHaveValue('Ada');
    await userEvent.clear(field());

    expect(pick).toHaveBeenCalledWith('');
  });
});
