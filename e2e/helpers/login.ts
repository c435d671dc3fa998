import { expect, type Page } from '@playwright/test';
import type { Account } from './accounts.ts';

/** The pages that the main navigation leads to. */
export type Place = 'Dashboard' | 'Users' | 'Providers' | 'Audit' | 'Account';

/** What one signs in with. */
type Credentials = Pick<Account, 'email' | 'password'>;

/** Signs in as a person does, and ends at `to`. */
export async function loginAs(page: Page, { email, password }: Credentials, to = '/dashboard'): Promise<void> {
  await page.goto(`/login?${new URLSearchParams({ return_to: to })}`);
  await fillIn(page, { email, password });
  await expect(page).toHaveURL(to);
}

/** Fills in the sign-in form and sends it. */
export async function fillIn(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByLabel('E-mail', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Goes to another page of the app without loading it anew, so that what lives in memory stays. */
export async function navigateSPA(page: Page, place: Place): Promise<void> {
  const loaded = () => page.evaluate(() => performance.timeOrigin);
  const before = await loaded();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click();
  await expect(page.getByRole('heading', { level: 1, name: place })).toBeVisible();
  expect(await loaded(), 'the page was loaded anew').toBe(before);
}

/** Signs out by the account menu. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account menu of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
}
