// SPDX-License-Identifier: Apache-2.0
/**
 * `npm run figures`: measures the sources, and prints each figure beside its limit. It reports and never fails.
 * `npm run figures -- --time` also runs the component tests and says how long they take.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPages } from '../check/pages.ts';
import { findSourceFiles } from '../check/source-files.ts';
import { countComponentTests, isComponentTest, timeComponentTests } from './component-tests.ts';
import { measureCrowdedFolders } from './crowded-folders.ts';
import { measureDecisionStatus } from './decision-status.ts';
import { measureDocPaths } from './doc-paths.ts';
import { type Figure, formatFigures } from './figure.ts';
import { measureLineWidth, type SourceText } from './line-width.ts';
import { measureMutualImports } from './mutual-imports.ts';

const root = join(import.meta.dirname, '../..');
/** Written by `npm run generate`; it holds one constant. */
const generated = 'audit/log-scanner/scanner-code.ts';

const sources = findSourceFiles(root)
  .filter((path) => path !== generated)
  .map(read);
const decisions = readdirSync(join(root, 'docs/adr'))
  .filter((name) => /^\d{4}-/.test(name))
  .map((name) => read(`docs/adr/${name}`));

console.log(
  formatFigures([
    ...measureLineWidth(sources),
    measureCrowdedFolders(sources.map(({ path }) => path)),
    measureMutualImports(sources.filter(({ path }) => path.startsWith('helper/'))),
    countComponentTests(sources),
    ...(process.argv.includes('--time') ? [timeTests()] : []),
    measureDecisionStatus(decisions),
    measureDocPaths(readPages(root), (path) => existsSync(join(root, path))),
  ]),
);

function read(path: string): SourceText {
  return { path, text: readFileSync(join(root, path), 'utf8') };
}

function timeTests(): Figure {
  const begun = performance.now();
  const files = sources.filter(isComponentTest).map(({ path }) => path);
  spawnSync(join(root, 'node_modules/.bin/vitest'), ['run', '--project', 'unit*', ...files], { cwd: root });
  return timeComponentTests((performance.now() - begun) / 1000);
}
