// What must not be in a production build.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';

/** What is read. */
const TEXT = ['.html', '.js', '.css', '.svg', '.json'];
/** What else may be there: fonts and their licence, and the same in compressed. */
const OTHER = ['.woff2', '.txt', '.br', '.gz'];

/** Addresses that nothing is ever fetched from. */
const NAMES_ONLY = [
  'http://www.w3.org/', // names of the namespaces of HTML and SVG
  'https://svelte.dev/e/', // where messages of Svelte's errors point to
  'https://tailwindcss.com ', // in the licence notice of the styles
  'https://sveltekit-redirect.invalid', // a base to resolve paths against
];

const RULES = [
  { name: 'a reference to a source map', pattern: /[#@]\s*sourceMappingURL=/g },
  { name: 'an attribute for tests', pattern: /\bdata-(test[\w-]*|cy|qa|pw)\b/g },
  { name: 'an inline handler', pattern: /<[a-z][^<>]*?\son[a-z]+\s*=\s*["'\\]/g },
  { name: 'an inline style', pattern: /<[a-z][^<>]*?\sstyle\s*=\s*["'\\]/g },
  { name: 'a script as an address', pattern: /["'`=]\s*javascript:[^"'`\s]/gi },
  { name: 'an address of somebody else', pattern: /(?:https?|wss?):\/\/[\w.-]+\.[a-z]{2,}[^"'`\\)]?[^"'`\\)\s]*/gi },
  {
    name: 'an address of somebody else',
    pattern: /(?:src|href|srcset|action)=["']?\/\/[^"'\s>]+|url\(["']?\/\/[^)]+/gi,
  },
];

/**
 * Everything in a built app that its users should not get, each with the file that has it.
 *
 * @param {string} folder
 * @returns {string[]}
 */
export function buildFindings(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  if (!files.some((file) => extname(file) === '.html')) return [`${folder}: no page is there`];
  return files.flatMap((file) => findingsOf(file).map((finding) => `${relative(folder, file)}: ${finding}`));
}

/**
 * @param {string} file
 * @returns {string[]}
 */
function findingsOf(file) {
  const kind = extname(file);
  if (OTHER.includes(kind)) return [];
  if (!TEXT.includes(kind)) return [kind === '.map' ? 'a source map' : 'a kind of file that nobody expects'];
  const text = readFileSync(file, 'utf8');
  return RULES.flatMap(({ name, pattern }) =>
    [...text.matchAll(pattern)]
      .map(([found]) => found)
      .filter((found) => !NAMES_ONLY.some((harmless) => found.startsWith(harmless)))
      .map((found) => `${name}: ${found.slice(0, 120)}`),
  );
}
