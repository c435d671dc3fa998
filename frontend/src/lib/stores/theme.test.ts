import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Theme } from './theme.svelte.ts';

const page = readFileSync('src/app.html', 'utf8');

const meta = () => document.querySelector('meta[name=color-scheme]')?.getAttribute('content');
const colours = () => [...document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')];

describe('the theme', () => {
  beforeEach(() => {
    document.head.innerHTML = (page.match(/<meta name="(color-scheme|theme-color)".*>/g) ?? []).join('');
  });
  afterEach(() => {
    delete document.documentElement.dataset.theme;
    document.head.innerHTML = '';
  });

  it('is the system’s until one is chosen', () => {
    expect(new Theme().choice).toBe('system');
  });

  it('is applied and kept when chosen', () => {
    new Theme().choose('dark');

    expect(document.documentElement.dataset.theme).toBe('dark');
    expect(meta()).toBe('dark');
    expect(colours().map(({ media }) => media)).toEqual(['not all', 'all']);
    expect(new Theme().choice).toBe('dark');
  });

  it('follows the system again when that is chosen', () => {
    const theme = new Theme();
    theme.choose('dark');
    theme.choose('system');

    expect(document.documentElement.dataset.theme).toBeUndefined();
    expect(meta()).toBe('light dark');
    expect(colours().map(({ media }) => media)).toEqual([
      '(prefers-color-scheme: light)',
      '(prefers-color-scheme: dark)',
    ]);
    expect(localStorage).toHaveLength(0);
  });

  it('is the system’s where something else was stored', () => {
    localStorage.setItem('theme', 'plaid');

    expect(new Theme().choice).toBe('system');
  });

  it('colours the browser as the page is coloured', () => {
    const canvas = /--canvas: light-dark\((#\w+), (#\w+)\)/.exec(readFileSync('src/app.css', 'utf8'));

    expect(colours().map(({ content }) => content)).toEqual(canvas?.slice(1));
  });

  it('works without storage', () => {
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    const theme = new Theme();
    theme.choose('light');

    expect(theme.choice).toBe('light');
    expect(document.documentElement.dataset.theme).toBe('light');
  });
});
