/** Curves of a guilloche, the fine pattern of passports: a circle whose radius swings, turned a little for each curve. */
export function rosette(curves: number, petals: number, size: number): string[] {
  return Array.from({ length: curves }, (_, curve) => {
    const part = curve / curves;
    const depth = 0.13 + 0.1 * Math.sin(part * 2 * Math.PI);
    const turn = (part * 2 * Math.PI) / petals;
    return closedCurve(petals * STEPS_A_PETAL, size, (angle) => 0.74 + depth * Math.sin(petals * (angle + turn)));
  });
}

const STEPS_A_PETAL = 8;

/** A smooth curve: each point steers, and the middle between two of them lies on it. */
function closedCurve(steps: number, size: number, radius: (angle: number) => number): string {
  const points = Array.from({ length: steps }, (_, step) => {
    const angle = (step / steps) * 2 * Math.PI;
    const distance = (radius(angle) * size) / 2;
    return [distance * Math.cos(angle), distance * Math.sin(angle)] as const;
  });
  const middles = points.map(([x, y], index) => {
    const [nextX, nextY] = points[(index + 1) % steps] ?? [x, y];
    return `${((x + nextX) / 2).toFixed(1)} ${((y + nextY) / 2).toFixed(1)}`;
  });
  const arcs = points.map(([x, y], index) => `Q${x.toFixed(1)} ${y.toFixed(1)} ${middles[index]}`);
  return `M${middles.at(-1)}${arcs.join('')}`;
}
