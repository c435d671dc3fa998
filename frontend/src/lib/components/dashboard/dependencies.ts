import type { Dependency } from '#lib/api/models.ts';

type Status = Dependency['status'];

/** One thing that Paseport stands on, as the services that use it see it. */
export interface Standing {
  name: string;
  /** The worse of what they see. */
  status: Status;
  label: string;
  /** What it is for. */
  text: string;
  /** Who sees it so, if the other doesn't. */
  seenBy: string | null;
}

const BADNESS: Record<Status, number> = { ready: 0, degraded: 1, down: 2 };

const WORDS: Record<string, { label: string; text: string }> = {
  record: { label: 'Record', text: 'Users, sessions and the audit record, in MariaDB' },
  sqlite: { label: 'Record', text: 'Users, sessions and the audit record, in one SQLite file' },
  sessions: { label: 'Fast store', text: 'Sessions and roles for every check, in Redis' },
  change_feed: { label: 'News of changes', text: 'Tells every service at once what was ended or changed' },
  signer: { label: 'Signer', text: 'Signs access tokens, in Vault' },
  keys: { label: 'Public keys', text: 'What access tokens are checked with' },
};

/** What issuer and API stand on, each thing once, the worst first. */
export function standings(issuer: Dependency[] = [], api: Dependency[] = []): Standing[] {
  const names = [...new Set([...issuer, ...api].map(({ name }) => name))];
  const all = names.map((name) => standing(name, statusOf(issuer, name), statusOf(api, name)));
  return all.sort((a, b) => BADNESS[b.status] - BADNESS[a.status]);
}

function standing(name: string, issuer: Status | undefined, api: Status | undefined): Standing {
  const [bad, seenBy] =
    BADNESS[api ?? 'ready'] > BADNESS[issuer ?? 'ready'] ? [api, 'the API'] : [issuer ?? api, 'the issuer'];
  const differs = issuer !== undefined && api !== undefined && issuer !== api;
  return {
    name,
    status: bad ?? 'ready',
    ...(WORDS[name] ?? { label: name, text: '' }),
    seenBy: differs ? seenBy : null,
  };
}

function statusOf(dependencies: Dependency[], name: string): Status | undefined {
  return dependencies.find((dependency) => dependency.name === name)?.status;
}
