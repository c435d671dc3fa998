import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { announcerWithoutInlineStyle } from './announcer.ts';
import { contentVersion } from './content_version.ts';
import { contentSecurityPolicy } from './csp.ts';

const root = readFileSync('node_modules/@sveltejs/kit/src/runtime/components/root.svelte', 'utf8');
const markup = (content: string) => announcerWithoutInlineStyle().markup?.({ content });

it('takes the inline style from the announcer of the SvelteKit that is installed', async () => {
  expect(root).toContain('style="');
  expect((await markup(root))?.code).not.toContain('style="');
});

it('notices when the announcer has changed', () => {
  expect(() => markup('<div id="svelte-announcer" style="opacity: 0">')).toThrow('looks different');
});

it('allows nothing inline but by hash, and nothing from elsewhere', () => {
  const policy = contentSecurityPolicy('<script>\n  go();\n</script>');

  expect(policy['script-src']).toEqual(['self', 'sha256-bMJjpehY8EHYTEPyRlK8345NPB2b9eh4N0kqsRPiDq4=']);
  expect(JSON.stringify(policy)).not.toMatch(/unsafe|http|\*/);
});

it('names a version by content alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'version-'));
  try {
    const file = join(folder, 'a.ts');
    writeFileSync(file, 'one');
    const before = contentVersion([folder]);
    expect(contentVersion([folder])).toBe(before);
    writeFileSync(file, 'two');
    expect(contentVersion([folder])).not.toBe(before);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
