import type { AuditEntry } from '#lib/api/models.ts';

/** A piece of a sentence: words, or a user who is shown by name. */
export type Part = string | { user: string };

/** How much an entry should catch the eye. */
export type Weight = 'plain' | 'notable' | 'alarming';

interface Kind {
  /** As the filter calls it. */
  label: string;
  weight?: Weight;
  /** What `actor` did to `target`. */
  tell: (entry: AuditEntry, actor: Part, target: Part) => Part[];
}

const SIGN_IN_REASONS: Record<string, string> = {
  unknown_user: 'no account has this address',
  wrong_password: 'wrong password',
  user_locked: 'the account is locked',
  user_disabled: 'the account is disabled',
  no_password: 'the account has no password',
  credentials_changed: 'the password was changed meanwhile',
};

const END_REASONS: Record<string, (actor: Part, target: Part) => Part[]> = {
  signed_out: (_, target) => [target, ' signed out'],
  ended_by_owner: (_, target) => [target, ' ended another session of their own'],
  ended_by_admin: (actor, target) => [actor, ' ended a session of ', target],
  password_changed: (_, target) => ['A session of ', target, ' ended, because the password was changed'],
  user_barred: (_, target) => ['A session of ', target, ' ended, because the account was locked or disabled'],
  user_deleted: (_, target) => ['A session of ', target, ' ended, because the account was deleted'],
  reuse: (_, target) => ['A session of ', target, ' ended, because an old refresh token was used again'],
  replaced: (_, target) => ['A session of ', target, ' ended, because of a new sign-in in the same browser'],
  provider_deactivated: (_, target) => ['A session of ', target, ' ended, because its provider was deactivated'],
  provider_logout: (_, target) => ['A session of ', target, ' ended, because they signed out at the provider'],
  identity_unlinked: (_, target) => ['A session of ', target, ' ended, because the identity it came from was unlinked'],
  surplus: (_, target) => ['The least used session of ', target, ' ended, because there were too many'],
};

const EXTERNAL_REASONS: Record<string, string> = {
  provider_refused: 'the provider refused',
  provider_unavailable: 'the provider could not be reached',
  email_unverified: 'the address is not verified there',
  signup_closed: 'nobody has an account for it, and new ones are not made',
  account_closed: 'the account is closed',
  identity_taken: 'the identity opens another account',
  transaction_expired: 'it took too long, or came from another browser',
};

export const KINDS: Record<string, Kind> = {
  'sign_in.succeeded': {
    label: 'Signed in',
    tell: (entry, _, target) => [target, ' signed in', ...(providerOf(entry) ? [` by ${providerOf(entry)}`] : [])],
  },
  'provider.created': {
    label: 'Provider created',
    weight: 'notable',
    tell: (entry, actor) => [actor, ` added the provider ${providerOf(entry)}`],
  },
  'provider.updated': {
    label: 'Provider changed',
    weight: 'notable',
    tell: (entry, actor) => [actor, ` changed the provider ${providerOf(entry)}`],
  },
  'provider.deactivated': {
    label: 'Provider deactivated',
    weight: 'notable',
    tell: (entry, actor) => [actor, ` deactivated the provider ${providerOf(entry)}`],
  },
  'provider.logged_out': {
    label: 'Signed out by provider',
    tell: (entry) => [`${providerOf(entry)} said that sessions which came from it are over`],
  },
  'identity.link_started': {
    label: 'Linking begun',
    tell: (entry, actor) => [actor, ` began to link an identity of ${providerOf(entry)}`],
  },
  'identity.link_offered': {
    label: 'Linking offered',
    weight: 'notable',
    tell: (entry, _, target) => [
      `Somebody signed in at ${providerOf(entry)} with the address of `,
      target,
      ', and may show that the account is theirs',
    ],
  },
  'identity.link_refused': {
    label: 'Linking refused',
    weight: 'notable',
    tell: (entry, _, target) => [
      `An identity of ${providerOf(entry) || 'a provider'} was not linked`,
      ...(entry.target ? [' to ', target] : []),
      ...because(entry),
    ],
  },
  'identity.linked': {
    label: 'Identity linked',
    weight: 'notable',
    tell: (entry, _, target) => [`An identity of ${providerOf(entry)} opens the account of `, target, ' from now on'],
  },
  'identity.unlinked': {
    label: 'Identity unlinked',
    weight: 'notable',
    tell: (entry, actor) => [actor, ` unlinked an identity of ${providerOf(entry)}`],
  },
  'user.displaced': {
    label: 'Unverified account displaced',
    weight: 'alarming',
    tell: (entry, _, target) => [
      target,
      ` was deleted: nobody had verified the address, and its owner came by ${providerOf(entry)}`,
    ],
  },
  'sign_in.failed': { label: 'Sign-in failed', weight: 'notable', tell: signInFailed },
  'sign_in.throttled': {
    label: 'Sign-in slowed down',
    weight: 'notable',
    tell: (entry, _, target) => ['Too many attempts to sign in', ...(entry.target ? [' as ', target] : [])],
  },
  'session.ended': { label: 'Session ended', tell: sessionEnded },
  'session.reuse_detected': {
    label: 'Stolen token detected',
    weight: 'alarming',
    tell: (_, __, target) => ['An old refresh token of ', target, ' was used again; it may be stolen'],
  },
  'setup.completed': {
    label: 'Set-up completed',
    tell: (_, __, target) => [target, ' became the first administrator'],
  },
  'setup.refused': {
    label: 'Set-up refused',
    weight: 'notable',
    tell: (_, actor) => [actor, ' tried to set Paseport up with a wrong token'],
  },
  'user.created': { label: 'User created', tell: (_, actor, target) => [actor, ' created ', target] },
  'user.updated': { label: 'User changed', tell: (_, actor, target) => [actor, ' changed ', target] },
  'user.deleted': {
    label: 'User deleted',
    weight: 'notable',
    tell: (_, actor, target) => [actor, ' deleted ', target],
  },
  'user.profile_changed': { label: 'Profile changed', tell: (_, actor) => [actor, ' changed their own profile'] },
  'password.changed': { label: 'Password changed', tell: (_, actor) => [actor, ' changed their own password'] },
  'password.change_refused': {
    label: 'Password change refused',
    weight: 'notable',
    tell: (_, actor) => [actor, ' gave a wrong current password'],
  },
  'password.change_throttled': {
    label: 'Password change slowed down',
    weight: 'notable',
    tell: (_, actor) => [actor, ' gave too many wrong current passwords'],
  },
};

/** Who did what to whom. A kind that this app doesn't know yet is shown by its name. */
export function sentence(entry: AuditEntry): Part[] {
  const actor = entry.actor ? { user: entry.actor } : entry.actor_kind === 'system' ? 'Paseport' : 'Somebody';
  const target = entry.target ? { user: entry.target } : 'an unknown account';
  const kind = KINDS[entry.kind];
  return kind ? kind.tell(entry, actor, target) : [actor, `: ${entry.kind}`, ...(entry.target ? [' of ', target] : [])];
}

export function weight(entry: AuditEntry): Weight {
  return KINDS[entry.kind]?.weight ?? 'plain';
}

/** The short name of the provider, where there is one. */
function providerOf(entry: AuditEntry): string {
  const { provider, after } = entry.details as { provider?: string | null; after?: { slug?: string } };
  return provider ?? after?.slug ?? '';
}

function because(entry: AuditEntry): string[] {
  const reason = EXTERNAL_REASONS[entry.reason ?? ''];
  return reason ? [`: ${reason}`] : [];
}

function signInFailed(entry: AuditEntry, _: Part, target: Part): Part[] {
  const provider = providerOf(entry);
  const reason = SIGN_IN_REASONS[entry.reason ?? ''];
  return [
    'Somebody failed to sign in',
    ...(entry.target ? [' as ', target] : []),
    ...(provider ? [` by ${provider}`] : []),
    ...(reason ? [`: ${reason}`] : because(entry)),
  ];
}

function sessionEnded(entry: AuditEntry, actor: Part, target: Part): Part[] {
  const tell = END_REASONS[entry.reason ?? ''];
  return tell ? tell(actor, target) : ['A session of ', target, ' ended'];
}
