// SPDX-License-Identifier: Apache-2.0
/**
 * Builds the page: one bundle for each shell, below dist/renderer and dist/cockpit, with relative addresses, fonts
 * included, and no inline script.
 */

import react from '@vitejs/plugin-react';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Rolldown } from 'vite';
import { leaveOutDocumentation } from './bundling/leave-out-documentation.ts';
import { loadCockpitFirst } from './bundling/load-cockpit-first.ts';
import { askForStartAtOnce, leaveOutPreloads } from './bundling/preloads.ts';

interface PageTarget {
  readonly folder: string;
  /** Holds index.html, below this folder. */
  readonly root: string;
  /** Names the oldest browsers that show the page. */
  readonly browsers: string | string[];
}

const windowTarget: PageTarget = { folder: 'renderer', root: '', browsers: 'chrome130' };
/** Holds the pages by their mode; any other mode is the window's. */
const targets: Readonly<Record<string, PageTarget>> = {
  fake: { folder: 'renderer-fake', root: '', browsers: 'chrome130' },
  cockpit: { folder: 'cockpit', root: 'cockpit', browsers: ['chrome130', 'firefox128', 'safari18'] },
};
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
  readonly version: string;
};

export default defineConfig(({ mode }) => ({
  root: join(import.meta.dirname, (targets[mode] ?? windowTarget).root),
  base: './',
  plugins: [
    react(),
    leaveOutDocumentation(),
    leaveOutPreloads(),
    askForStartAtOnce(),
    mode === 'cockpit' && loadCockpitFirst(),
  ],
  // The help is made of the guide, which lies beside this folder.
  server: { fs: { allow: ['..'] } },
  define: { 'import.meta.env.MODE': JSON.stringify(mode), BULKHEAD_VERSION: JSON.stringify(version) },
  build: {
    outDir: join(import.meta.dirname, '../dist', (targets[mode] ?? windowTarget).folder),
    emptyOutDir: true,
    target: (targets[mode] ?? windowTarget).browsers,
    // Fonts stay files of their own: the content policy allows no data: addresses for fonts.
    assetsInlineLimit: 0,
    // Files of this machine need no lists of what to ask for beforehand, which would be in the first script.
    modulePreload: false,
    // The page that was loaded first may not decide which of two rules holds.
    cssCodeSplit: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Nothing else may run before the language is known.
            { name: 'first', tags: ['$initial'], priority: 3 },
            { name: named('start', isOfStart), debugName: 'start', priority: 2 },
            { name: named('overview', (...module) => isOf(overview, ...module)), debugName: 'overview', priority: 1 },
            {
              name: named('containers', (...module) => isOf(containers, ...module)),
              debugName: 'containers',
              priority: 1,
            },
          ],
        },
      },
    },
  },
}));

const startPage = 'app/start-page.tsx';
/** Pages that most starts show. */
const overview = 'features/overview/overview-page.tsx';
const containers = 'features/container-list/containers-page.tsx';
const imports = new Map<string, ReadonlySet<string>>();

type Choose = (id: string, graph: Rolldown.ChunkingContext) => boolean;

/**
 * Puts what every start loads into one file, where the bundler would make one for each set of pages that share
 * something.
 */
const isOfStart: Choose = (...module) =>
  !fieldsOfMui.test(module[0]) &&
  (isOf(startPage, ...module) || (isOf(overview, ...module) && isOf(containers, ...module)));

/** The theme of MUI names the classes of its fields, and so imports the fields, which dialogs are the first to use. */
const fieldsOfMui = /\/@mui\/material\/(?:InputBase|TextareaAutosize|FormControl)\/(?!\w+Classes)/;

function named(name: string, choose: Choose) {
  return (id: string, graph: Rolldown.ChunkingContext): string | null => (choose(id, graph) ? name : null);
}

function isOf(entry: string, id: string, graph: Rolldown.ChunkingContext): boolean {
  let found = imports.get(entry);
  if (found === undefined) imports.set(entry, (found = importsOf(join(import.meta.dirname, entry), graph)));
  return found.has(id);
}

function importsOf(id: string, graph: Rolldown.ChunkingContext): ReadonlySet<string> {
  const found = new Set([id]);
  // What is imported joins the set while it is gone through.
  for (const one of found) for (const imported of graph.getModuleInfo(one)?.importedIds ?? []) found.add(imported);
  return found;
}
