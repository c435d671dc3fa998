import { expect, it } from 'vitest';
import type { Dashboard } from '#lib/api/models.ts';
import { DashboardFigures } from './dashboard.svelte.ts';

it('shows the figures of one instance, however many answer in turn', () => {
  const of = (memory: number) => ({ history: [{ process_memory_bytes: memory }] }) as Dashboard;
  const [first, second, again] = [of(10), of(20), of(10)];
  const figures = new DashboardFigures();
  figures.set(first);
  figures.set(second);
  expect(figures.value).toBe(first);

  figures.set(again);
  expect(figures.value).toBe(again);
  expect(figures.instances.count).toBe(2);
});
