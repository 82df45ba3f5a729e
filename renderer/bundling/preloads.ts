// SPDX-License-Identifier: Apache-2.0
/** What the page asks for before it is needed: the files of every start, and nothing else. */

import type { HtmlTagDescriptor, Plugin } from 'vite';

/** Files of this machine need no lists of what to ask for beforehand, so the code that goes through them can go. */
export function leaveOutPreloads(): Plugin {
  return {
    name: 'leave-out-preloads',
    enforce: 'pre',
    load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load();' : undefined),
  };
}

/** Matches the fonts of text and of names: a first picture without them is drawn in another font, and then again. */
const firstFont = /\/(?:inter-latin-wght-normal|jetbrains-mono-latin-400-normal)-.*\.woff2$/;

/** The page's own, and what the bundler's own file gives it: one that is found only when the other was read comes late. */
const ofEveryStart = ['start', 'rolldown-runtime'];

/** The script is read and compiled while the language of the page is found, which runs first. */
export function askForStartAtOnce(): Plugin {
  return {
    name: 'ask-for-start-at-once',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {} }) {
        const files = Object.values(bundle);
        return [
          ...files
            .filter((file) => file.type === 'chunk' && ofEveryStart.includes(file.name))
            .map(({ fileName }) => linkTo(fileName, { rel: 'modulepreload' })),
          ...files
            .filter(({ fileName }) => firstFont.test(fileName))
            .map(({ fileName }) => linkTo(fileName, { rel: 'preload', as: 'font', type: 'font/woff2' })),
        ];
      },
    },
  };
}

function linkTo(fileName: string, attributes: Readonly<Record<string, string>>): HtmlTagDescriptor {
  return { tag: 'link', attrs: { ...attributes, crossorigin: true, href: `./${fileName}` }, injectTo: 'head' };
}
