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
