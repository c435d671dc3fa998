import { expect } from '@playwright/test';
import { ADMIN } from '../helpers/accounts.ts';
import { loginAs } from '../helpers/login.ts';
import { answerFault, answerNothing, of, type Stage } from './scene.ts';

const LIST = /^\/auth\/v1\/providers$/;

/** The page of sign-in providers. */
export const PROVIDERS = of('/auth-providers', [
  {
    name: 'auth-providers',
    async open(stage) {
      const row = await openRow(stage);
      await row.getByRole('button', { name: /^Test connection/ }).click();
      await expect(row.getByText('It answers as it should.')).toBeVisible();
    },
  },
  {
    name: 'auth-providers-none',
    async open({ page }) {
      await answerNothing(page, LIST);
      await loginAs(page, ADMIN, '/auth-providers');
      await expect(page.getByText('No providers yet')).toBeVisible();
    },
  },
  {
    name: 'auth-providers-failed',
    async open(stage) {
      await answerFault(stage, LIST);
      await loginAs(stage.page, ADMIN, '/auth-providers');
      await expect(stage.page.getByText('This could not be loaded')).toBeVisible();
    },
  },
  {
    name: 'new-provider',
    async open({ page }) {
      await answerNothing(page, LIST);
      await loginAs(page, ADMIN, '/auth-providers');
      await page.getByRole('button', { name: 'New provider' }).click();
      await expect(page.getByRole('dialog', { name: 'New provider' })).toBeVisible();
    },
  },
  {
    name: 'edit-provider',
    async open(stage) {
      const row = await openRow(stage);
      await row.getByRole('button', { name: /^Edit/ }).click();
      await expect(stage.page.getByRole('dialog', { name: /^Edit/ })).toBeVisible();
    },
  },
  {
    name: 'provider-to-deactivate',
    async open(stage) {
      const row = await openRow(stage);
      await row.getByRole('button', { name: /^Deactivate/ }).click();
      await expect(stage.page.getByRole('dialog', { name: /^Deactivate/ })).toBeVisible();
    },
  },
]);

/** The page with a provider of the scene's own: its row. */
async function openRow({ page, makeProvider }: Stage) {
  const { name } = await makeProvider();
  await loginAs(page, ADMIN, '/auth-providers');
  const row = page.getByRole('list', { name: 'Providers' }).getByRole('listitem').filter({ hasText: name });
  await expect(row).toBeVisible();
  return row;
}
