import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Theme } from './theme.svelte.ts';

const meta = () => document.querySelector('meta[name=color-scheme]')?.getAttribute('content');

describe('the theme', () => {
  beforeEach(() => {
    document.head.innerHTML = '<meta name="color-scheme" content="light dark" />';
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
    expect(new Theme().choice).toBe('dark');
  });

  it('follows the system again when that is chosen', () => {
    const theme = new Theme();
    theme.choose('dark');
    theme.choose('system');

    expect(document.documentElement.dataset.theme).toBeUndefined();
    expect(meta()).toBe('light dark');
    expect(localStorage).toHaveLength(0);
  });

  it('is the system’s where something else was stored', () => {
    localStorage.setItem('theme', 'plaid');

    expect(new Theme().choice).toBe('system');
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
