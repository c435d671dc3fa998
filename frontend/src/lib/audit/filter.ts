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

export function filterOf(parameters: Pick<URLSearchParams, 'get'>): AuditFilter {
  const [actor, target, kind, from, to] = KEYS.map((key) => parameters.get(key) ?? '') as [
    string,
    string,
    string,
    string,
    string,
  ];
  return { actor, target, kind, from, to };
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
