import type { AuditEntry } from '#lib/api/models.ts';

/** What the record keeps of a user before and after a change. */
export interface UserFacts {
  email: string;
  display_name: string;
  roles: string[];
  status: string;
  email_verified: boolean;
}

interface Details {
  before?: UserFacts;
  after?: UserFacts;
  password_reset?: boolean;
}

const LABELS: [keyof UserFacts, string][] = [
  ['display_name', 'Name'],
  ['email', 'E-mail'],
  ['roles', 'Roles'],
  ['status', 'Status'],
  ['email_verified', 'E-mail verified'],
];

/** The details that are told about users. */
export function detailsOf(entry: AuditEntry): Details {
  return entry.details;
}

/** “Roles: User → Admin, User”, for everything that changed. */
export function changes(entry: AuditEntry): string[] {
  const { before, after, password_reset } = detailsOf(entry);
  if (!before || !after) return [];
  const changed = LABELS.filter(([key]) => text(before[key]) !== text(after[key]));
  const told = changed.map(([key, label]) => `${label}: ${text(before[key])} → ${text(after[key])}`);
  return password_reset ? [...told, 'Password: set anew'] : told;
}

function text(value: string | string[] | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(', ') : value;
}
