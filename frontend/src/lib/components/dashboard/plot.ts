/** A plot is drawn on a field of this size and stretched to its place. */
export const WIDTH = 300;
export const HEIGHT = 64;

/** A little room, so that the line is not cut at its extremes. */
const MARGIN = 3;

export interface Plot {
  line: string;
  area: string;
}

/** The line through the values from left to right, and the area below it. `top` is the value at the upper edge. */
export function plot(values: number[], top: number): Plot | null {
  if (values.length < 2) return null;
  const step = WIDTH / (values.length - 1);
  const scale = (HEIGHT - 2 * MARGIN) / (top || 1);
  const points = values.map((value, index) => {
    const y = HEIGHT - MARGIN - Math.min(value, top || 1) * scale;
    return `${(index * step).toFixed(1)} ${y.toFixed(1)}`;
  });
  const line = `M${points.join('L')}`;
  return { line, area: `${line}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z` };
}

/** Seconds from the first to the last value; whole minutes from the first one on. */
export function spanOf(samples: { at: string }[]): number {
  const [first, last] = [samples[0], samples.at(-1)].map((sample) => Date.parse(sample?.at ?? ''));
  const seconds = Math.round(((last ?? 0) - (first ?? 0)) / 1000) || 0;
  return seconds < 60 ? seconds : Math.round(seconds / 60) * 60;
}

/** A round number not below the greatest value: 1, 2 or 5 times a power of ten. */
export function roundTop(values: number[]): number {
  const greatest = Math.max(...values, 0);
  if (greatest <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(greatest));
  return ([1, 2, 5, 10].find((factor) => factor * power >= greatest) ?? 10) * power;
}
