import { expect, it } from 'vitest';
import { HEIGHT, plot, roundTop, spanOf, WIDTH } from './plot.ts';

it('draws from the left edge to the right one, high values high', () => {
  const points = plot([0, 50, 100], 100)
    ?.line.slice(1)
    .split('L')
    .map((point) => point.split(' ').map(Number));

  expect(points?.map(([x]) => x)).toEqual([0, WIDTH / 2, WIDTH]);
  expect(points?.map(([, y]) => y)).toEqual([HEIGHT - 3, HEIGHT / 2, 3]);
});

it('draws nothing from a single value', () => {
  expect(plot([1], 1)).toBeNull();
});

it('has a round upper edge above all values', () => {
  expect([[], [0], [0.7], [3.4], [12], [61, 5]].map(roundTop)).toEqual([1, 1, 1, 5, 20, 100]);
});

it('knows how long it took', () => {
  const at = (...seconds: number[]) => seconds.map((second) => ({ at: new Date(second * 1000).toISOString() }));

  expect([at(), at(7), at(0, 5, 10), at(0, 300, 595)].map(spanOf)).toEqual([0, 0, 10, 600]);
});
