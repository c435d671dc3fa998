import { vi } from 'vitest';

/** jsdom lays nothing out, so nothing ever comes near the window. */
export function neverNear(): void {
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
}
