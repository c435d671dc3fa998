import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { svelteTesting } from '@testing-library/svelte/vite';
import type { ProxyOptions } from 'vite';
import { defineConfig } from 'vitest/config';
import { announcerWithoutInlineStyle } from './tooling/announcer.ts';
import { contentVersion } from './tooling/content_version.ts';
import { contentSecurityPolicy } from './tooling/csp.ts';

/** A running edition, for `npm run dev` and `npm run preview`. */
const server = process.env.PASEPORT_SERVER ?? 'http://127.0.0.1:8080';

/** What the sign-in page needs is kept small: the rest of Svelte and of our parts is left to the pages behind it. */
const RUNTIME = /node_modules\/(svelte\/(?!src\/(reactivity\/|.*\/bindings\/select))|openapi-fetch\/)/;
const ENTRANCE = new RegExp(
  [
    'actions/submission',
    'api/',
    'components/(AwayBanner|Entrance|LoginForm|MessagePage|ThemeSwitch|Waiting)\\.',
    'components/icons/',
    'components/ui/(Button|EmptyState|FieldFrame|Notice|PageHeader|PasswordField|Spinner|TextField)\\.',
    'format/duration',
    'session/(?!pages|passphrase)',
    'stores/(auth|connection|theme)',
  ]
    .map((part) => `src/lib/${part}`)
    .join('|'),
);

export default defineConfig({
  plugins: [
    tailwindcss(),
    sveltekit({
      adapter: adapter({ fallback: 'index.html', precompress: true }),
      csp: { mode: 'hash', directives: contentSecurityPolicy(readFileSync('src/app.html', 'utf8')) },
      // From the content, so that building twice gives the same bytes and the same script hash.
      version: { name: contentVersion(['src', 'static', 'package-lock.json']) },
      serviceWorker: { register: false },
      paths: { relative: false },
      preprocess: [announcerWithoutInlineStyle()],
    }),
    svelteTesting(),
  ],
  build: { sourcemap: false },
  environments: {
    client: {
      build: {
        rolldownOptions: {
          output: {
            // What every page needs is a few files instead of thirty: fewer requests, and it compresses better.
            // SvelteKit's own client stays apart: it must not run before the page has told it its version.
            codeSplitting: {
              groups: [
                { name: 'runtime', test: RUNTIME, minShareCount: 3 },
                { name: 'entrance', test: ENTRANCE },
                { name: 'parts', test: /src\/lib\/(format|stores|components\/ui)\//, minShareCount: 3 },
              ],
            },
          },
        },
      },
    },
  },
  server: { proxy: proxy() },
  preview: { proxy: proxy() },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts', 'tooling/**/*.test.ts'],
    setupFiles: ['src/tests/setup.ts'],
    restoreMocks: true,
    // They have parts for Node alone, which Node doesn't find while it looks for what browsers get.
    server: { deps: { inline: ['msw', '@mswjs/interceptors'] } },
  },
});

/** The servers' paths, by whole segments: `/users` and `/account` are pages, `/users/v1` and `/account/v1` are not. */
function proxy(): Record<string, ProxyOptions> {
  const options: ProxyOptions = {
    target: server,
    changeOrigin: true,
    configure: (proxied) => {
      proxied.on('proxyReq', (outgoing, incoming) => {
        // The servers answer only to their own origin; here that is the origin of the development server.
        if (incoming.headers.origin === `http://${incoming.headers.host}`) {
          outgoing.setHeader('origin', new URL(server).origin);
        }
      });
    },
  };
  return {
    '^/(api|auth|userinfo|swagger-ui|\\.well-known)(/|$|\\?)': options,
    '^/(users|account|audit)/v1(/|$|\\?)': options,
  };
}
