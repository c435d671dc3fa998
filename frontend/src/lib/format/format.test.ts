import { describe, expect, it } from 'vitest';
import { deviceOf } from './device.ts';
import { duration } from './duration.ts';
import { bytes } from './figures.ts';
import { relativeTime } from './time.ts';

describe('a time', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');

  it.each([
    ['2026-03-01T11:59:50Z', 'now'],
    ['2026-03-01T11:57:00Z', '3 minutes ago'],
    ['2026-02-28T12:00:00Z', 'yesterday'],
    ['2025-03-01T00:00:00Z', 'last year'],
  ])('%s is %s', (at, text) => {
    expect(relativeTime(at, now)).toBe(text);
  });

  it('is never in the future, though clocks differ', () => {
    expect(relativeTime('2026-03-01T12:00:30Z', now)).toBe('now');
  });
});

it('tells a duration in its two greatest units', () => {
  expect(duration(0)).toBe('0 sec');
  expect(duration(3_600)).toBe('1 hr');
  expect(duration(93_784)).toBe('1 day 2 hr');
});

it('tells bytes in a unit of their size', () => {
  expect(bytes(0)).toBe('0 byte');
  expect(bytes(21_400_000)).toBe('21 MB');
  expect(bytes(1_540_000_000)).toBe('1.5 GB');
});

describe('a browser', () => {
  const AGENTS: [string, string][] = [
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML) Chrome/150.0 Safari/537.36 Edg/150.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Safari/604.1',
      'Safari on iPhone',
    ],
    ['', 'Unknown browser'],
  ];

  it.each(AGENTS)('%s', (agent, name) => {
    expect(deviceOf(agent).name).toBe(name);
  });
});
