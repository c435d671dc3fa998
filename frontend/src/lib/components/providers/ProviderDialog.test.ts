import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import type { Provider } from '#lib/api/models.ts';
import { Providers } from '#lib/state/providers.svelte.ts';
import ProviderDialog from './ProviderDialog.svelte';

const PROVIDER = {
  id: 'a-provider',
  slug: 'acme',
  display_name: 'Acme',
  issuer: 'https://id.acme.example',
  client_id: 'paseport',
  scopes: ['openid'],
  allow_signup: false,
  trust_email: false,
  default_roles: ['User'],
  enabled: true,
} as unknown as Provider;

const name = () => screen.findByLabelText('Name');

it('shows a provider as it is once a change was cancelled', async () => {
  const { rerender } = render(ProviderDialog, { open: true, providers: new Providers(), provider: PROVIDER });
  await userEvent.type(await name(), ' and more');
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  await rerender({ open: true });

  expect(await name()).toHaveValue('Acme');
});
