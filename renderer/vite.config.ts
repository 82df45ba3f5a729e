// SPDX-License-Identifier: Apache-2.0
/** Builds the page: one bundle below dist/renderer, with relative addresses, fonts included, and no inline script. */

import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import { defineConfig, type Rolldown } from 'vite';
import { leaveOutDocumentation } from './leave-out-documentation.ts';

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  base: './',
  plugins: [react(), leaveOutDocumentation()],
  // The help is made of the guide, which lies beside this folder.
  server: { fs: { allow: ['..'] } },
  define: { 'import.meta.env.MODE': JSON.stringify(mode) },
  build: {
    outDir: mode === 'fake' ? '../dist/renderer-fake' : '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    // Fonts stay files of their own: the content policy allows no data: addresses for fonts.
    assetsInlineLimit: 0,
    // Files of this machine need no lists of what to ask for beforehand, which would be in the first script.
    modulePreload: false,
    // Which of two rules holds may not depend on which page was loaded first.
    cssCodeSplit: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Before the language is known nothing else may run.
            { name: 'first', tags: ['$initial'], priority: 2 },
            { name: nameOfStart, debugName: 'start', priority: 1 },
          ],
        },
      },
    },
  },
}));

const startPage = join(import.meta.dirname, 'app/start-page.tsx');
const atStart = new Set<string>();

/** One file of what every start loads, where the bundler would make one for each set of pages that share something. */
function nameOfStart(id: string, graph: Rolldown.ChunkingContext): string | null {
  if (atStart.size === 0) addImports(startPage, graph);
  return atStart.has(id) ? 'start' : null;
}

function addImports(id: string, graph: Rolldown.ChunkingContext): void {
  if (atStart.has(id)) return;
  atStart.add(id);
  for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) addImports(imported, graph);
}
