// SPDX-License-Identifier: Apache-2.0
/** What the page asks for before it is needed: the file of every start, and nothing else. */

import type { Plugin } from 'vite';

/** Files of this machine need no lists of what to ask for beforehand, so the code that goes through them can go. */
export function leaveOutPreloads(): Plugin {
  return {
    name: 'leave-out-preloads',
    enforce: 'pre',
    load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load();' : undefined),
  };
}

/** It is read and compiled while the language of the page is found, which runs first. */
export function askForStartAtOnce(): Plugin {
  return {
    name: 'ask-for-start-at-once',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {} }) {
        const files = Object.values(bundle).filter((file) => file.type === 'chunk' && file.name === 'start');
        return files.map(({ fileName }) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `./${fileName}` },
          injectTo: 'head',
        }));
      },
    },
  };
}
