import type { Dependency } from '#lib/api/models.ts';

type Status = Dependency['status'];

/** What one of the services said last of what it stands on. */
export interface Report {
  dependencies: Dependency[];
  /** It doesn't answer now: what it said no longer holds. */
  silent: boolean;
}

/** One thing that Paseport stands on, as the services that use it see it. */
export interface Standing {
  name: string;
  /** The worse of what they see. */
  status: Status | 'unknown';
  label: string;
  /** What it is for. */
  text: string;
  /** Who sees it so, if the other doesn't. */
  seenBy: string | null;
}

const BADNESS: Record<Standing['status'], number> = { ready: 0, unknown: 1, degraded: 2, down: 3 };

const WORDS: Record<string, { label: string; text: string }> = {
  record: { label: 'Record', text: 'Users, sessions and the audit record, in MariaDB' },
  sqlite: { label: 'Record', text: 'Users, sessions and the audit record, in one SQLite file' },
  sessions: { label: 'Fast store', text: 'Sessions and roles for every check, in Redis' },
  change_feed: { label: 'News of changes', text: 'Tells every service at once what was ended or changed' },
  signer: { label: 'Signer', text: 'Signs access tokens, in Vault' },
  keys: { label: 'Public keys', text: 'What access tokens are checked with' },
};

/** What issuer and API stand on, each thing once, the worst first. */
export function standings(issuer: Report | null, api: Report | null): Standing[] {
  const all = [...(issuer?.dependencies ?? []), ...(api?.dependencies ?? [])];
  const names = [...new Set(all.map(({ name }) => name))];
  const standing = (name: string) => standingOf(name, statusOf(issuer, name), statusOf(api, name));
  return names.map(standing).sort((a, b) => BADNESS[b.status] - BADNESS[a.status]);
}

function standingOf(name: string, issuer: Status | undefined, api: Status | undefined): Standing {
  const [bad, seenBy] =
    BADNESS[api ?? 'ready'] > BADNESS[issuer ?? 'ready'] ? [api, 'the API'] : [issuer ?? api, 'the issuer'];
  const differs = issuer !== undefined && api !== undefined && issuer !== api;
  return {
    name,
    status: bad ?? 'unknown',
    ...(WORDS[name] ?? { label: name, text: '' }),
    seenBy: differs ? seenBy : null,
  };
}

function statusOf(report: Report | null, name: string): Status | undefined {
  if (!report || report.silent) return undefined;
  return report.dependencies.find((dependency) => dependency.name === name)?.status;
}
