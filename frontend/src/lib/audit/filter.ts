import { KINDS } from './sentence.ts';

/** What the page's address says is wanted. Days are the viewer's own. */
export interface AuditFilter {
  actor: string;
  target: string;
  kind: string;
  /** First and last day, `YYYY-MM-DD`. */
  from: string;
  to: string;
}

const KEYS = ['actor', 'target', 'kind', 'from', 'to'] as const;

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Somebody may have typed the address: what can't be wanted is left out. */
export function filterOf(parameters: Pick<URLSearchParams, 'get'>): AuditFilter {
  const wanted = (key: (typeof KEYS)[number], isPossible: (value: string) => boolean) => {
    const value = parameters.get(key) ?? '';
    return isPossible(value) ? value : '';
  };
  const isUser = (value: string) => UUID.test(value);
  return {
    actor: wanted('actor', isUser),
    target: wanted('target', isUser),
    kind: wanted('kind', (value) => Object.hasOwn(KINDS, value)),
    from: wanted('from', isDay),
    to: wanted('to', isDay),
  };
}

function isDay(value: string): boolean {
  const day = new Date(`${value}T00:00:00Z`);
  // The calendar goes on: some browsers take the 31st of June for the 1st of July.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value) && value.length === 10;
}

/** The address of the page that shows it. */
export function addressOf(filter: AuditFilter): string {
  const wanted = KEYS.filter((key) => filter[key] !== '').map((key) => [key, filter[key]]);
  return `?${new URLSearchParams(wanted)}`;
}

export function isEmpty(filter: AuditFilter): boolean {
  return KEYS.every((key) => filter[key] === '');
}

/** The query for the server: times instead of days, the last day to its end. */
export function queryOf(filter: AuditFilter): Partial<AuditFilter> {
  const times = { ...filter, from: startOf(filter.from, 0), to: startOf(filter.to, 1) };
  return Object.fromEntries(KEYS.filter((key) => times[key] !== '').map((key) => [key, times[key]]));
}

function startOf(day: string, later: number): string {
  const [year, month, date] = day.split('-').map(Number);
  if (!year || !month || !date) return '';
  return new Date(year, month - 1, date + later).toISOString();
}
