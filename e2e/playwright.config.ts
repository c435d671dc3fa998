import { defineConfig } from '@playwright/test';
import type { Edition } from './editions/edition.ts';

/** Of the system: the browsers that Playwright brings don't run everywhere. */
const chromium = process.env['E2E_CHROMIUM'] ?? '/usr/bin/chromium';

export default defineConfig<object, { edition: Edition }>({
  testDir: 'tests',
  globalSetup: './helpers/provider.setup.ts',
  snapshotPathTemplate: '{testDir}/snapshots/{arg}{ext}',
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'embedded', use: { edition: 'embedded' } },
    { name: 'stack', use: { edition: 'stack' } },
  ],
});
