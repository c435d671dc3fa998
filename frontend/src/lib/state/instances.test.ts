import { describe, expect, it } from 'vitest';
import type { Sample } from '#lib/api/models.ts';
import { Instances } from './instances.svelte.ts';

const START = Date.parse('2026-01-02T03:00:00Z');

/** What an instance answers at a second, with a sample every five. */
function answer(memory: number, second: number, startedAt = 0): { history: Sample[] } {
  const history: Sample[] = [];
  for (let at = startedAt; at <= second; at += 5) {
    history.push({
      at: new Date(START + at * 1000).toISOString(),
      cpu_percent: 1,
      load_one: 1,
      memory_used_bytes: 1000,
      process_memory_bytes: memory,
      requests_per_second: 1,
    });
  }
  return { history };
}

describe('instances that answer in turn', () => {
  it('are told apart, and one of them is stayed with', () => {
    const instances = new Instances();
    const taken = [0, 5, 10, 15, 20, 25].map((second, index) =>
      instances.takes(answer(index % 2 === 0 ? 10 : 20, second)),
    );

    expect(taken).toEqual([true, false, true, false, true, false]);
    expect(instances.count).toBe(2);
  });

  it('are one when there is one', () => {
    const instances = new Instances();
    const taken = [0, 5, 10, 400].map((second) => instances.takes(answer(10, second)));

    expect(taken).toEqual([true, true, true, true]);
    expect(instances.count).toBe(1);
  });

  it('are not counted before they have a history', () => {
    const instances = new Instances();
    expect(instances.takes({ history: [] })).toBe(true);
    expect(instances.takes(answer(10, 5))).toBe(true);
    expect(instances.takes({ history: [] })).toBe(false);
    expect(instances.count).toBe(1);
  });

  it('take the place of the one that is silent, which is no longer counted', () => {
    const instances = new Instances();
    instances.takes(answer(10, 0));
    const taken = [5, 10, 15, 20, 25, 30].map((second) => instances.takes(answer(20, second)));

    expect(taken).toEqual([false, false, false, false, false, true]);
    expect(instances.count).toBe(1);
    // What comes back after a restart has a new history.
    expect(instances.takes(answer(10, 75, 75))).toBe(false);
    expect(instances.count).toBe(2);
  });

  it('are as many as there are: with ten of them one is still stayed with', () => {
    const instances = new Instances();
    const taken = Array.from({ length: 40 }, (_, turn) => instances.takes(answer(turn % 10, turn * 5)));

    expect(taken.flatMap((isShown, turn) => (isShown ? [turn] : []))).toEqual([0, 10, 20, 30]);
    expect(instances.count).toBe(10);
  });
});
