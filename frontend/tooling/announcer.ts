import type { PreprocessorGroup } from 'svelte/compiler';

const INLINE_STYLE = /\sstyle="position: absolute; left: 0; top: 0; clip: rect\(0 0 0 0\);[^"]*"/;

/**
 * Gives the route announcer of SvelteKit a class instead of its `style` attribute, which our policy refuses: a hash for
 * an attribute would need `'unsafe-hashes'`.
 */
export function announcerWithoutInlineStyle(): PreprocessorGroup {
  return {
    name: 'announcer-without-inline-style',
    markup({ content }) {
      if (!content.includes('id="svelte-announcer"')) return;
      if (!INLINE_STYLE.test(content)) throw new Error('the route announcer of SvelteKit looks different now');
      return { code: content.replace(INLINE_STYLE, ' class="sr-only"') };
    },
  };
}
