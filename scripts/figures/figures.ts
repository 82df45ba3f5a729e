// SPDX-License-Identifier: Apache-2.0
/**
 * `npm run figures`: measures the sources, prints each figure beside its limit of `limits.json`, and fails where one is
 * worse than that, or so much better that the limit has to be tightened.
 * `npm run figures -- --tighten` tightens the limits, and gives one to each new figure.
 * `npm run figures -- --time` also runs the component tests and says how long they take.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { operations } from '../../contract/operations/index.ts';
import { readPages } from '../check/pages.ts';
import { findSourceFiles } from '../check/source-files.ts';
import { measureCommentFragments } from './comment-fragments.ts';
import { countComponentTests, isComponentTest } from './component-tests.ts';
import { measureCrowdedFolders } from './crowded-folders.ts';
import { measureDecisionStatus } from './decision-status.ts';
import { measureDocPaths } from './doc-paths.ts';
import { measureEngineForks } from './engine-forks.ts';
import { type Figure, formatFigures, standingOf } from './figure.ts';
import { measureForwardReferences } from './forward-references.ts';
import { measureFunctions } from './function-figures.ts';
import { findUnusedLimits, formatLimits, readLimits, tightenLimits } from './limits.ts';
import { measureLineWidth } from './line-width.ts';
import { measureMutualImports } from './mutual-imports.ts';
import { measureOperationSpread } from './operation-spread.ts';
import type { SourceText } from './source-text.ts';
import { measureUntestedLines } from './untested-lines.ts';

const root = join(import.meta.dirname, '../..');
const limitsPath = join(import.meta.dirname, 'limits.json');
/** What `npm run generate` writes of these is one constant each. */
const generated = new Set(['audit/log-scanner/scanner-code.ts', 'contract/operations/operation-names.ts']);

const sources = findSourceFiles(root)
  .filter((path) => !generated.has(path))
  .map(read);
const decisions = readdirSync(join(root, 'docs/adr'))
  .filter((name) => /^\d{4}-/.test(name))
  .map((name) => read(`docs/adr/${name}`));

const figures: readonly Figure[] = [
  ...measureLineWidth(sources),
  ...measureFunctions(sources),
  measureForwardReferences(sources.filter(({ path }) => path === 'helper/features.ts')),
  measureCommentFragments(sources),
  measureCrowdedFolders(sources.map(({ path }) => path)),
  measureMutualImports(sources.filter(({ path }) => path.startsWith('helper/'))),
  measureEngineForks(sources),
  measureOperationSpread(sources, Object.keys(operations)),
  measureUntestedLines(sources),
  countComponentTests(sources),
  measureDecisionStatus(decisions),
  measureDocPaths(readPages(root), (path) => existsSync(join(root, path))),
];

if (process.argv.includes('--tighten'))
  writeFileSync(limitsPath, formatLimits(tightenLimits(figures, readLimits(readFileSync(limitsPath, 'utf8')))));
const limits = readLimits(readFileSync(limitsPath, 'utf8'));
const unused = findUnusedLimits(figures, limits);

console.log(formatFigures(figures, limits));
for (const name of unused) console.log(`\n${name}: it has a limit and is not measured; take it out of limits.json`);
if (process.argv.includes('--time')) console.log(`\nThe component tests take ${secondsOfTests()} s.`);
if (unused.length > 0 || figures.some((figure) => standingOf(figure, limits.get(figure.name)) !== 'within'))
  process.exitCode = 1;

function read(path: string): SourceText {
  return { path, text: readFileSync(join(root, path), 'utf8') };
}

function secondsOfTests(): string {
  const begun = performance.now();
  const files = sources.filter(isComponentTest).map(({ path }) => path);
  spawnSync(join(root, 'node_modules/.bin/vitest'), ['run', '--project', 'unit*', ...files], { cwd: root });
  return ((performance.now() - begun) / 1000).toFixed(1);
}
