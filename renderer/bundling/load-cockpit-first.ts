// SPDX-License-Identifier: Apache-2.0
/**
 * Loads Cockpit's own script, and its texts, which tell the language, before the page's script. Each Cockpit serves its
 * own, so they are no part of the bundle.
 */

import type { Plugin } from 'vite';

const scripts = ['../base1/cockpit.js', '../base1/po.js'];

export function loadCockpitFirst(): Plugin {
  return {
    name: 'load-cockpit-first',
    transformIndexHtml: {
      order: 'post',
      handler: () => scripts.map((src) => ({ tag: 'script', attrs: { src }, injectTo: 'head' as const })),
    },
  };
}
