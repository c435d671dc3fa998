import { randomUUID } from 'node:crypto';
import { ADMIN } from '../helpers/accounts.ts';
import { loginAs, signOut } from '../helpers/login.ts';
import { TestProvider } from '../helpers/provider.ts';
import { expect, test } from '../helpers/test.ts';

const stranger = () => `stranger-${randomUUID().slice(0, 8)}`;
/** The part of an address that a test provider makes the rest of. */
const accountOf = (email: string) => email.replace('@example.com', '');

test.describe('H: sign-in by providers', () => {
  test('a stranger signs up by a provider, and comes back as the same user', async ({
    page,
    elsewhere,
    administrator,
    makeProvider,
  }) => {
    const provider = await makeProvider();
    const account = stranger();
    await page.goto('/login?return_to=%2Faccount');
    await provider.leaveFor(page);
    await provider.be(page, account);
    await expect(page).toHaveURL('/account');
    await expect(page.getByRole('list', { name: 'Identities' })).toContainText(provider.name);
    const id = await administrator.adopt(`${account}@example.com`);
    expect(await administrator.sessionsOf(id)).toHaveLength(1);

    const again = await elsewhere();
    await again.goto('/login');
    await provider.leaveFor(again);
    await provider.be(again, account);
    await expect(again.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
    expect(await administrator.sessionsOf(id)).toHaveLength(2);
  });

  test('signing in by a provider outlives a reload, and signing out ends it', async ({
    page,
    administrator,
    makeProvider,
  }) => {
    const provider = await makeProvider();
    const account = stranger();
    await page.goto('/login');
    await provider.leaveFor(page);
    await provider.be(page, account);
    // Without the empty fragment that the issuer ends its addresses with, so that none of before is carried on.
    await expect(page).toHaveURL('/dashboard');
    await administrator.adopt(`${account}@example.com`);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
    await signOut(page);
    await expect(page).toHaveURL('/login');
  });

  test('whose address has an account shows its password, once', async ({
    page,
    elsewhere,
    administrator,
    makeProvider,
    faults,
  }) => {
    faults.expect(/^401 POST \/auth\/v1\/oauth\/link$/);
    const provider = await makeProvider();
    const owner = await administrator.makeUser();
    await page.goto('/login?return_to=%2Faccount');
    await provider.leaveFor(page);
    await provider.be(page, accountOf(owner.email));
    await expect(page.getByRole('heading', { level: 1, name: 'Is this your account?' })).toBeVisible();
    await expect(page.getByText(owner.email)).toBeVisible();
    await page.getByLabel('Password of this account', { exact: true }).fill('this is not the password');
    await page.getByRole('button', { name: 'Link and sign in' }).click();
    await expect(page.getByRole('alert')).toContainText('You can try 4 times more.');
    await page.getByLabel('Password of this account', { exact: true }).fill(owner.password);
    await page.getByRole('button', { name: 'Link and sign in' }).click();
    await expect(page).toHaveURL('/account');
    await expect(page.getByLabel('Display name')).toHaveValue(owner.displayName);

    const again = await elsewhere();
    await again.goto('/login?return_to=%2Faccount');
    await provider.leaveFor(again);
    await provider.be(again, accountOf(owner.email));
    await expect(again.getByLabel('Display name')).toHaveValue(owner.displayName);
  });

  test('r9 a page that links is worth nothing in another browser', async ({
    page,
    elsewhere,
    administrator,
    makeProvider,
    faults,
  }) => {
    faults.expect(/^410 GET \/auth\/v1\/oauth\/link$/);
    const provider = await makeProvider();
    const owner = await administrator.makeUser();
    await page.goto('/login');
    await provider.leaveFor(page);
    await provider.be(page, accountOf(owner.email));
    await expect(page.getByRole('heading', { level: 1, name: 'Is this your account?' })).toBeVisible();

    const other = await elsewhere();
    await other.goto(page.url());
    await expect(other.getByRole('heading', { level: 1, name: 'Start again' })).toBeVisible();
    await other.getByRole('link', { name: 'To the sign-in page' }).click();
    await expect(other.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  });

  test('an identity is linked from the account, and unlinked', async ({ page, administrator, makeProvider }) => {
    const provider = await makeProvider();
    await loginAs(page, await administrator.makeUser(), '/account');
    await page.getByRole('button', { name: `Link ${provider.name}` }).click();
    await provider.be(page, stranger());
    await expect(page).toHaveURL('/account');
    const identities = page.getByRole('list', { name: 'Identities' });
    await expect(identities).toContainText(provider.name);
    await identities.getByRole('button', { name: /^Unlink/ }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Unlink' }).click();
    await expect(page.getByText(`${provider.name} no longer opens your account.`)).toBeVisible();
    await expect(page.getByText('None yet.')).toBeVisible();
  });

  test('an address whose account has no password says what to do instead, and an administrator sees why', async ({
    page,
    elsewhere,
    administrator,
    makeProvider,
    faults,
  }) => {
    faults.expect(/^409 DELETE \/users\/v1\/[^/]+\/identities$/);
    const [first, second] = [await makeProvider(), await makeProvider()];
    const account = stranger();
    const early = await elsewhere();
    await early.goto('/login?return_to=%2Faccount');
    await first.leaveFor(early);
    await first.be(early, account);
    await expect(early).toHaveURL('/account');
    const id = await administrator.adopt(`${account}@example.com`);

    await page.goto('/login');
    await second.leaveFor(page);
    await second.be(page, account);
    await expect(page.getByText('which has no password', { exact: false })).toBeVisible();
    await expect(page.getByLabel('Password of this account')).toBeHidden();

    await loginAs(page, ADMIN, `/users/${id}`);
    await expect(page.getByRole('list', { name: 'Identities' })).toContainText(first.name);
    await page.getByRole('button', { name: 'Unlink all' }).click();
    const question = page.getByRole('alertdialog');
    await question.getByRole('button', { name: 'Unlink all' }).click();
    await expect(question.getByRole('alert')).toContainText('last way into the account');
  });

  test('the last way in stays', async ({ page, administrator, makeProvider, faults }) => {
    faults.expect(/^409 DELETE \/account\/v1\/identities/);
    const provider = await makeProvider();
    const account = stranger();
    await page.goto('/login?return_to=%2Faccount');
    await provider.leaveFor(page);
    await provider.be(page, account);
    await expect(page).toHaveURL('/account');
    await administrator.adopt(`${account}@example.com`);
    await page.getByRole('button', { name: /^Unlink/ }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Unlink' }).click();
    await expect(page.getByRole('region', { name: 'Other ways to sign in' }).getByRole('alert')).toBeVisible();
    await expect(page.getByRole('list', { name: 'Identities' })).toContainText(provider.name);
  });

  test('an identity that opens another account is not linked', async ({
    page,
    elsewhere,
    administrator,
    makeProvider,
  }) => {
    const provider = await makeProvider();
    const account = stranger();
    const first = await elsewhere();
    await first.goto('/login');
    await provider.leaveFor(first);
    await provider.be(first, account);
    await expect(first).toHaveURL('/dashboard');
    await administrator.adopt(`${account}@example.com`);

    await loginAs(page, await administrator.makeUser(), '/account');
    await page.getByRole('button', { name: `Link ${provider.name}` }).click();
    await provider.be(page, account);
    await expect(page.getByText('This identity opens another account already.')).toBeVisible();
    await expect(page).toHaveURL('/account');
    await expect(page.getByText('None yet.')).toBeVisible();
  });

  test('a provider that is deactivated signs in nobody who is on the way', async ({ page, makeProvider }) => {
    const provider = await makeProvider();
    await page.goto('/login');
    await provider.leaveFor(page);
    await provider.deactivate();
    await provider.be(page, stranger());
    await expect(page.getByText(/This identity provider can’t be reached|refused the sign-in/)).toBeVisible();
    await expect(page).toHaveURL('/login?return_to=%2Fdashboard');
    await expect(page.getByRole('link', { name: `Continue with ${provider.name}` })).toHaveCount(0);
  });

  test('two tabs sign in at once, and both arrive', async ({ page, context, administrator, makeProvider }) => {
    const provider = await makeProvider();
    const account = stranger();
    const other = await context.newPage();
    for (const tab of [page, other]) {
      await tab.goto('/login');
      await provider.leaveFor(tab);
    }
    await provider.be(page, account);
    await expect(page).toHaveURL('/dashboard');
    await administrator.adopt(`${account}@example.com`);
    await provider.be(other, account);
    await expect(other).toHaveURL('/dashboard');
    await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
  });

  test('who cancels at the provider is back, and told', async ({ page, makeProvider }) => {
    const provider = await makeProvider();
    await page.goto('/login?return_to=%2Faccount');
    await provider.leaveFor(page);
    await provider.cancel(page);
    await expect(page.getByText('The identity provider refused the sign-in, or you cancelled it there.')).toBeVisible();
    await expect(page).toHaveURL('/login?return_to=%2Faccount');
  });

  test('b7 what a provider sends back is worth nothing in another browser', async ({
    page,
    elsewhere,
    administrator,
    makeProvider,
  }) => {
    const provider = await makeProvider();
    const account = stranger();
    const started = await page.request.get(`/auth/v1/oauth/init?provider=${provider.slug}`, { maxRedirects: 0 });
    const callback = await provider.answerTo(started.headers()['location']!, account);

    const other = await elsewhere();
    await other.goto(callback);
    await expect(other.getByText('The sign-in took too long, or was begun in another browser.')).toBeVisible();
    await page.goto(callback);
    await expect(page).toHaveURL('/dashboard');
    await administrator.adopt(`${account}@example.com`);
  });

  test('an administrator adds a provider, changes it, and takes it away', async ({ page, baseURL, faults }) => {
    faults.expect(/^422 POST \/auth\/v1\/providers/);
    const mark = randomUUID().slice(0, 8);
    const { issuer, client } = await TestProvider.beside(baseURL!, `by-hand-${mark}`);
    await loginAs(page, ADMIN, '/auth-providers');
    await page.getByRole('button', { name: 'New provider' }).click();
    const dialog = page.getByRole('dialog', { name: 'New provider' });
    await dialog.getByLabel('Name', { exact: true }).fill(`By hand ${mark}`);
    await dialog.getByLabel('Short name').fill(`by-hand-${mark}`);
    await dialog.getByLabel('Issuer', { exact: true }).fill(`${issuer}/nowhere`);
    await dialog.getByLabel('Client ID').fill(client.client_id);
    await dialog.getByLabel('Client secret', { exact: false }).first().fill(client.client_secret);
    await dialog.getByRole('button', { name: 'Test connection to this issuer' }).click();
    await expect(dialog.getByRole('alert')).toContainText("can't be used");
    await dialog.getByRole('button', { name: 'Add provider' }).click();
    await expect(dialog.getByLabel('Issuer', { exact: true })).toHaveAttribute('aria-invalid', 'true');
    await dialog.getByLabel('Issuer', { exact: true }).fill(issuer);
    await dialog.getByRole('button', { name: 'Test connection to this issuer' }).click();
    await expect(dialog.getByText('It answers as it should.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Add provider' }).click();
    await expect(dialog).toBeHidden();

    const row = page.getByRole('list', { name: 'Providers' }).getByRole('listitem').filter({ hasText: mark });
    await expect(row).toContainText(issuer);
    await row.getByRole('button', { name: /^Edit/ }).click();
    const edit = page.getByRole('dialog', { name: /^Edit/ });
    await expect(edit.getByLabel('Issuer', { exact: true })).toHaveAttribute('readonly', '');
    await edit.getByLabel('Name', { exact: true }).fill(`Changed ${mark}`);
    await edit.getByRole('button', { name: 'Save changes' }).click();
    await expect(row).toContainText(`Changed ${mark}`);
    await row.getByRole('button', { name: /^Deactivate/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
    await expect(row).toContainText('Deactivated');
  });
});
