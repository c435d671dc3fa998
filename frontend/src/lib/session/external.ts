/** Why a sign-in elsewhere came back without one, by the `error` of the address it came back to. */
const ERRORS: Record<string, string> = {
  provider_refused: 'The identity provider refused the sign-in, or you cancelled it there.',
  provider_unavailable: 'This identity provider can’t be reached. Try another way, or again later.',
  email_unverified: 'The identity provider has not verified your e-mail address. Verify it there, then try again.',
  signup_closed: 'There is no account for this identity, and new ones are not made here. Ask an administrator.',
  account_closed: 'This account is closed. Ask an administrator.',
  identity_taken: 'This identity opens another account already.',
  transaction_expired: 'The sign-in took too long, or was begun in another browser. Start again.',
};

export function errorText(parameters: Pick<URLSearchParams, 'get'>): string | undefined {
  return ERRORS[parameters.get('error') ?? ''];
}

/**
 * The address without what a redirect of the issuer left in it, if there is any: the `error`, which was told and need not be
 * told again after a reload, and the empty fragment, which kept one of before from being carried on.
 */
export function tidied(address: string): string | null {
  const url = new URL(address);
  const isTold = errorText(url.searchParams) !== undefined;
  if (!isTold && !address.endsWith('#')) return null;
  if (isTold) url.searchParams.delete('error');
  return url.pathname + url.search + url.hash;
}

/** The address that begins a sign-in at a provider. `fresh`: who signed in there long ago has to do it again. */
export function startAddress(slug: string, returnTo: string, { fresh = false } = {}): string {
  const query = new URLSearchParams({ provider: slug, return_to: returnTo, ...(fresh && { fresh: 'true' }) });
  return `/auth/v1/oauth/init?${query}`;
}
