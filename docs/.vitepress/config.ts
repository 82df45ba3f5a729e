// SPDX-License-Identifier: Apache-2.0
/** The documentation site, made of the pages of `docs/` as they are: `npm run site` writes it to `dist/site`. */

import { join } from 'node:path';
import { defineConfig } from 'vitepress';
import { linkToSources } from '../../scripts/site/link-to-sources.ts';
import { createSidebar } from '../../scripts/site/sidebar.ts';

const docs = join(import.meta.dirname, '..');

export default defineConfig({
  title: 'Bulkhead',
  description: 'A console for Linux containers that SELinux keeps apart',
  lang: 'en-GB',
  outDir: '../dist/site',
  cacheDir: '../dist/site-cache',
  // A page that is linked and not there ends the build.
  ignoreDeadLinks: false,
  markdown: { config: (markdown) => linkToSources(markdown, process.env['BULKHEAD_SOURCES']) },
  themeConfig: {
    sidebar: createSidebar(docs),
    outline: [2, 3],
    // The index is in the site itself, so that nothing is asked of others.
    search: { provider: 'local' },
  },
});
