import { expect, it } from 'vitest';
import { HEIGHT, plot, roundTop, WIDTH } from './plot.ts';

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
