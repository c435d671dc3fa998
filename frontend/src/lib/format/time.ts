const UNITS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

// `undefined` is the viewer's own locale.
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

/** “3 minutes ago”, in the viewer's language. Clocks that differ a little don't make it the future. */
export function relativeTime(at: string, nowMs: number): string {
  const seconds = Math.min(0, Math.round((Date.parse(at) - nowMs) / 1000));
  const [unit, length] = UNITS.find(([, length]) => -seconds >= length) ?? ['second', 60];
  return unit === 'second' ? relative.format(0, 'second') : relative.format(Math.round(seconds / length), unit);
}

export function fullTime(at: string): string {
  return full.format(new Date(at));
}

export function dayOf(at: string): string {
  return day.format(new Date(at));
}

export function clockTime(at: string): string {
  return clock.format(new Date(at));
}

/** “2 days 3 hours”: the two greatest units that aren't nothing. */
export function duration(seconds: number): string {
  const parts = [
    ['day', Math.floor(seconds / 86_400)],
    ['hour', Math.floor(seconds / 3_600) % 24],
    ['minute', Math.floor(seconds / 60) % 60],
    ['second', Math.floor(seconds) % 60],
  ] as const;
  const first = parts.findIndex(([, count]) => count > 0);
  return (first < 0 ? parts.slice(-1) : parts.slice(first, first + 2))
    .filter(([, count], index) => count > 0 || index === 0)
    .map(([unit, count]) =>
      new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'short' }).format(count),
    )
    .join(' ');
}
