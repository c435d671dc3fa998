import { request } from '@playwright/test';
import { ADMIN, Administrator, USER, type Account, type Role } from '../helpers/accounts.ts';
import { TestProvider } from '../helpers/provider.ts';
import { test as base } from '../helpers/test.ts';

const BROWSERS = {
  phone: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1',
  desk: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 14.6; rv:140.0) Gecko/20100101 Firefox/140.0',
};

/** Who is there beside the two accounts of every edition in development: a name, and what became of it. */
const PEOPLE: { name: string; roles?: Role[]; status?: 'locked' | 'disabled'; isHere?: boolean }[] = [
  { name: 'Auditor Anna', roles: ['Admin', 'User'], isHere: true },
  { name: 'Desk One', isHere: true },
  { name: 'Desk Two', isHere: true },
  { name: 'Guest of the House' },
  { name: 'Left in Spring', status: 'disabled' },
  { name: 'Lost a Phone', status: 'locked' },
  { name: 'Newcomer' },
  { name: 'Somebody whose name is so long that no line of a telephone holds it' },
  { name: 'Zoë Ångström', isHere: true },
];

interface EachWorker {
  /** An edition that people have used for a while. */
  world: undefined;
}

/** As the specs’, in an edition where something has happened. */
export const test = base.extend<object, EachWorker>({
  world: [
    async ({ server }, use) => {
      const administrator = await Administrator.signIn(server.origin);
      await fill(administrator, server.origin);
      const traffic = startTraffic(server.origin);
      await use(undefined);
      clearInterval(traffic);
      await administrator.leave();
    },
    { scope: 'worker', auto: true, timeout: 60_000 },
  ],
});

async function fill(administrator: Administrator, origin: string): Promise<void> {
  for (const { name, roles, status, isHere = false } of PEOPLE) {
    const account = await administrator.makeUser({ displayName: name, email: addressOf(name) });
    if (isHere) await signIn(origin, account, BROWSERS.desk);
    if (status) await administrator.change(account.id, { status });
    if (roles) await administrator.change(account.id, { roles });
  }
  const mistaken = await administrator.makeUser({ displayName: 'Made by Mistake' });
  await administrator.delete(mistaken.id);
  for (const browser of Object.values(BROWSERS)) await signIn(origin, USER, browser);
  await signIn(origin, ADMIN, BROWSERS.phone);
  await signIn(origin, { ...USER, password: 'not the password' }, BROWSERS.phone);

  const { issuer, client } = await TestProvider.beside(origin, 'company');
  await administrator.makeProvider({ display_name: 'Company ID', slug: 'company', issuer, ...client });
  const old = await TestProvider.beside(origin, 'old');
  const left = { display_name: 'Old directory', slug: 'old', issuer: old.issuer, ...client, trust_email: true };
  await administrator.deactivateProvider(await administrator.makeProvider(left));
}

function addressOf(name: string): string {
  const words = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z]+/g)!;
  return `${words.slice(0, 4).join('.')}@example.com`;
}

async function signIn(origin: string, { email, password }: Pick<Account, 'email' | 'password'>, userAgent: string) {
  const browser = await request.newContext({ baseURL: origin, userAgent });
  await browser.post('/auth/v1/login/local', { data: { email, password } });
  await browser.dispose();
}

/** Somebody asks for something all the time, now more, now less. */
function startTraffic(origin: string): NodeJS.Timeout {
  let moment = 0;
  return setInterval(() => {
    moment += 1;
    const requests = Math.round(3 + 2 * Math.sin(moment / 15) + Math.random());
    for (let each = 0; each < requests; each += 1) void fetch(`${origin}/auth/v1/login/options`).catch(() => undefined);
  }, 250);
}
