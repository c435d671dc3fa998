import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { buildFindings } from '../scripts/build_findings.js';

const folders: string[] = [];

afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

function built(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'build-'));
  folders.push(folder);
  for (const [name, text] of Object.entries({ 'index.html': '<!doctype html><p>Here</p>', ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

it('finds nothing in what the app is made of', () => {
  const script = [
    'const t=document.createElementNS("http://www.w3.org/2000/svg","svg");',
    'throw new Error("https://svelte.dev/e/effect_orphan");',
    'const row=`<button class="card" type="button">`;row.onclick=()=>a<b;',
  ].join('\n');
  const styles = '/*! tailwindcss v4 | MIT License | https://tailwindcss.com */ .a{background:url(/_app/a.svg)}';
  const files = {
    '_app/a.js': script,
    '_app/a.css': styles,
    '_app/a.js.br': '//# sourceMappingURL=',
    'robots.txt': '',
  };

  expect(buildFindings(built(files))).toEqual([]);
});

it.each([
  ['a source map', { '_app/a.js.map': '{}' }],
  ['a reference to a source map', { '_app/a.js': 'a()\n//# sourceMappingURL=a.js.map' }],
  ['an attribute for tests', { '_app/a.js': 'e(`<p data-testid="x">`)' }],
  ['an attribute for tests', { 'index.html': '<p data-test=x>' }],
  ['an inline handler', { '_app/a.js': 'e(`<button class="a" onclick="go()">`)' }],
  ['an inline handler', { 'index.html': "<body onload='go()'>" }],
  ['an inline style', { 'index.html': '<p style="color: red">' }],
  ['a script as an address', { '_app/a.js': 'e.href="javascript:go()"' }],
  ['an address of somebody else', { '_app/a.css': '@import "https://fonts.example.com/a.css";' }],
  ['an address of somebody else', { '_app/a.js': 'fetch(`https://example.com`)' }],
  ['an address of somebody else', { 'index.html': '<script src="//cdn.example.com/a.js"></script>' }],
  ['a kind of file that nobody expects', { '_app/a.ts': 'export {}' }],
])('finds %s: %j', (finding, files) => {
  const findings = buildFindings(built(files));

  expect(findings).toHaveLength(1);
  expect(findings[0]).toContain(`: ${finding}`);
});

it('does not take an empty folder for a good build', () => {
  const folder = built({});
  rmSync(join(folder, 'index.html'));

  expect(buildFindings(folder)).toEqual([expect.stringContaining('no page is there')]);
});
