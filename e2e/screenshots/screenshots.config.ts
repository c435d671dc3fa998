import { defineConfig } from '@playwright/test';
import specs from '../playwright.config.ts';

/** Of a page on a phone and on a desk. */
const SIZES = {
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 },
  desktop: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
} as const;

/** Takes screenshots of every scene; `npm run screenshots`. */
export default defineConfig({
  ...specs,
  testDir: '.',
  testMatch: '*.shots.ts',
  globalSetup: '../helpers/provider.setup.ts',
  outputDir: '../test-results',
  // In order: the dashboard comes last, so that its plots have something to show.
  fullyParallel: false,
  timeout: 300_000,
  reporter: 'list',
  projects: Object.entries(SIZES).map(([name, size]) => ({ name, use: { edition: 'embedded', ...size } })),
});
