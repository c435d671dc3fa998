// @ts-check
/**
 * Lighthouse on the pages that everybody sees, as rows of the table in `documents/benchmarks.md`. Fails below the limits.
 *
 * Takes the address of a running edition in development, with the two accounts that it seeds.
 */
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import desktop from 'lighthouse/core/config/desktop-config.js';
import { connect } from 'puppeteer-core';

const LIMITS = { performance: 95, accessibility: 100, 'best-practices': 100 };
const FORM_FACTORS = /** @type {const} */ (['mobile', 'desktop']);
const ADMIN = { email: 'admin@example.com', password: 'dev-admin-password-1' };

const origin = process.argv[2];
if (!origin) throw new Error('usage: npm run measure -- http://127.0.0.1:8080');

const chrome = await launch({
  chromePath: process.env['E2E_CHROMIUM'] ?? '/usr/bin/chromium',
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
});
let isGoodEnough = true;
try {
  for (const formFactor of FORM_FACTORS) report('/login', formFactor, await measure('/login', formFactor));
  await signIn();
  for (const formFactor of FORM_FACTORS) report('/dashboard', formFactor, await measure('/dashboard', formFactor));
} finally {
  chrome.kill();
}
process.exitCode = isGoodEnough ? 0 : 1;

/** Signs in by the form: Lighthouse then keeps the cookies that this browser has. */
async function signIn() {
  const browser = await connect({ browserURL: `http://127.0.0.1:${chrome.port}` });
  const page = await browser.newPage();
  await page.goto(`${origin}/login`);
  await page.locator('input[type=email]').fill(ADMIN.email);
  await page.locator('input[type=password]').fill(ADMIN.password);
  await page.locator('button[type=submit]').click();
  await page.waitForFunction(() => location.pathname === '/dashboard');
  await page.close();
  await browser.disconnect();
}

/**
 * The median run of three, by performance: one run on a busy machine says little. Each begins with an empty cache; cookies
 * stay.
 * @param {string} path
 * @param {'mobile' | 'desktop'} formFactor
 */
async function measure(path, formFactor) {
  const runs = [];
  for (let run = 0; run < 3; run += 1) {
    const result = await lighthouse(
      origin + path,
      { port: chrome.port, onlyCategories: Object.keys(LIMITS), logLevel: 'error' },
      // Without one, it is a phone on a slow network.
      formFactor === 'desktop' ? desktop : undefined,
    );
    if (!result) throw new Error(`Lighthouse says nothing about ${path}`);
    if (new URL(result.lhr.finalDisplayedUrl).pathname !== path) {
      throw new Error(`${path} led to ${result.lhr.finalDisplayedUrl}`);
    }
    runs.push(result.lhr);
  }
  runs.sort((a, b) => score(a, 'performance') - score(b, 'performance'));
  return runs[1];
}

/**
 * @param {import('lighthouse').Result} result
 * @param {string} category
 */
function score(result, category) {
  return Math.round((result.categories[category]?.score ?? 0) * 100);
}

/**
 * Compressed, and with the heads of the answers.
 * @param {import('lighthouse').Result} result
 */
function scriptBytes(result) {
  const details = result.audits['network-requests']?.details;
  if (details?.type !== 'table') throw new Error('Lighthouse lists no requests');
  const scripts = details.items.filter(({ resourceType }) => resourceType === 'Script');
  return scripts.reduce((sum, { transferSize }) => sum + Number(transferSize), 0);
}

/**
 * @param {string} path
 * @param {'mobile' | 'desktop'} formFactor
 * @param {import('lighthouse').Result} result
 */
function report(path, formFactor, result) {
  const scores = Object.keys(LIMITS).map((category) => `${category} ${score(result, category)}`);
  console.log(`| Lighthouse, \`${path}\`, ${formFactor} | ${scores.join(', ')} |`);
  if (formFactor === 'mobile') {
    const kilobytes = (scriptBytes(result) / 1000).toFixed(1);
    console.log(`| scripts of \`${path}\`, as they are sent | ${kilobytes} kB |`);
  }
  for (const [category, limit] of Object.entries(LIMITS)) {
    if (score(result, category) >= limit) continue;
    isGoodEnough = false;
    console.error(`${path} on ${formFactor}: ${category} is ${score(result, category)}, which is below ${limit}`);
    for (const { id, weight } of result.categories[category].auditRefs) {
      const audit = result.audits[id];
      if (weight > 0 && audit.score !== null && audit.score < 1) {
        console.error(`  ${id}: ${audit.displayValue ?? audit.title}`);
      }
    }
  }
}
