import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { startUnset } from '../editions/embedded.ts';
import { ADMIN } from '../helpers/accounts.ts';
import { loginAs } from '../helpers/login.ts';
import { expect } from '../helpers/test.ts';
import { SCENES } from '../scenes/index.ts';
import { headed, type Scene } from '../scenes/scene.ts';
import { test } from './world.ts';

const FOLDER = fileURLToPath(new URL('taken/', import.meta.url));
/** Of a long list the beginning is enough. */
const TALLEST = 2200;
const THEMES = ['light', 'dark'] as const;
/** Samples of the dashboard's plots, five seconds apart. */
const SAMPLES = Number(process.env['E2E_SAMPLES'] ?? 12);

/** What is seen of an edition that people use, beside the scenes of the specs. */
const IN_USE: Omit<Scene, 'route'>[] = [
  {
    name: 'all-users',
    async open({ page }) {
      await loginAs(page, ADMIN, '/users');
      await expect(page.getByRole('list', { name: 'Users' }).getByRole('listitem')).not.toHaveCount(0);
    },
  },
  {
    name: 'all-of-the-audit-record',
    async open({ page }) {
      await loginAs(page, ADMIN, '/audit');
      await expect(page.getByRole('list', { name: 'Audit record' }).getByText('Made by Mistake').first()).toBeVisible();
    },
  },
  {
    name: 'all-providers',
    async open({ page }) {
      await loginAs(page, ADMIN, '/auth-providers');
      await expect(page.getByRole('list', { name: 'Providers' }).getByText('Company ID')).toBeVisible();
    },
  },
  {
    name: 'account-of-administrator',
    async open({ page }) {
      await loginAs(page, ADMIN, '/account');
      await expect(page.getByRole('list', { name: 'Sessions' })).toBeVisible();
      await expect(page.getByLabel('Display name')).toHaveValue(ADMIN.displayName);
    },
  },
];

for (const { name, open } of [...IN_USE, ...SCENES.filter((scene) => !scene.name.startsWith('dashboard'))]) {
  test(name, async ({ stage }) => {
    await open(stage);
    await take(stage.page, name);
  });
}

test('setup-of-the-first', async ({ page }) => {
  const server = await startUnset();
  await page.goto(`${server.origin}/setup`);
  await headed(page, 'Set up Paseport');
  await page.getByLabel('One-time token').fill(server.setupToken);
  await take(page, 'setup-of-the-first');
  await server.stop();
});

for (const { name, open } of SCENES.filter((scene) => scene.name.startsWith('dashboard'))) {
  test(name, async ({ stage }) => {
    await open(stage);
    const { page } = stage;
    await page.waitForResponse(
      async (answer) => {
        if (!/^\/api\/(admin|dashboard)$/.test(new URL(answer.url()).pathname) || !answer.ok()) return false;
        return ((await answer.json()) as { history: unknown[] }).history.length >= SAMPLES;
      },
      { timeout: 200_000 },
    );
    await take(page, name);
  });
}

/** In both themes. Of a page all that one has to scroll to, within reason; of a dialog what is seen of it. */
async function take(page: Page, name: string): Promise<void> {
  const size = test.info().project.name;
  const isCovered = (await page.getByRole('dialog').or(page.getByRole('alertdialog')).count()) > 0;
  // What lies at an edge of the window stays there.
  if (!isCovered) {
    const { width, height } = page.viewportSize()!;
    const needed = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.min(Math.max(height, needed), TALLEST) });
  }
  await page.mouse.move(0, 0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${FOLDER}${name}-${size}-${colorScheme}.png`, caret: 'initial' });
  }
}
