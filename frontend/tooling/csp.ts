import { createHash } from 'node:crypto';
import type { Config } from '@sveltejs/kit/vite';

type Directives = NonNullable<NonNullable<Config['csp']>['directives']>;

/**
 * The policy of the page: nothing from elsewhere, no inline style, and of inline scripts only our own, by hash. SvelteKit
 * adds the hash of the one it writes. What a meta tag can't say (`frame-ancestors`) is the server's to send.
 */
export function contentSecurityPolicy(template: string): Directives {
  return {
    'default-src': ['none'],
    'script-src': ['self', ...inlineScripts(template)],
    'style-src': ['self'],
    'img-src': ['self', 'data:'],
    'font-src': ['self'],
    'connect-src': ['self'],
    'manifest-src': ['self'],
    'base-uri': ['none'],
    'form-action': ['self'],
    'require-trusted-types-for': ['script'],
    'trusted-types': ['svelte-trusted-html'],
  };
}

function inlineScripts(template: string): `sha256-${string}`[] {
  const scripts = [...template.matchAll(/<script>([^]*?)<\/script>/g)].map((match) => match[1] ?? '');
  return scripts.map((script) => `sha256-${createHash('sha256').update(script).digest('base64')}` as const);
}
