import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const SOURCE = new URL('./first-paint.js', import.meta.url);

/**
 * Puts the script that chooses light or dark into the page's head as a file of its own: it has to
 * run before anything is painted, and inline scripts are not allowed. The font is fetched at once,
 * too, before a stylesheet names it.
 */
export function firstPaint(): Plugin {
  let reference = '';
  let base = '/';
  return {
    name: 'tocsin-first-paint',
    apply: 'build',
    configResolved(config) {
      base = config.base;
    },
    buildStart() {
      const source = readFileSync(SOURCE, 'utf8');
      reference = this.emitFile({ type: 'asset', name: 'first-paint.js', source });
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, context) {
        if (!context.bundle) return html;
        const file = Object.keys(context.bundle).find((name) => name.includes('first-paint'));
        const font = Object.keys(context.bundle).find((name) => /inter-latin-wght/.test(name));
        const script = { src: base + file, nonce: '__CSP_NONCE__' };
        const preload = { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true };
        if (!reference || !file || !font) this.error('a part of the first paint is missing');
        const injectTo = 'head' as const;
        return [
          { tag: 'script', attrs: script, injectTo },
          { tag: 'link', attrs: { ...preload, href: base + font }, injectTo },
        ];
      },
    },
  };
}
