// SPDX-License-Identifier: Apache-2.0
/** The lines of the product in files that no unit test imports: what they do is tested through others, if at all. */

import { posix } from 'node:path';
import type { Figure } from './figure.ts';
import { relativeImports } from './relative-imports.ts';
import { isTest, type SourceText } from './source-text.ts';

const product =
  /^(?:audit|cli|contract|electron|helper|hosts|image-servers|renderer|report|rpc|sepolicy|switch)\/.*\.tsx?$/;
const unitTest = /(?<!\.lab)(?<!\.booted)\.test\.tsx?$/;

export function measureUntestedLines(sources: readonly SourceText[]): Figure {
  const tested = new Set(
    sources
      .filter(({ path }) => unitTest.test(path))
      .flatMap(({ path, text }) => relativeImports(text).map((target) => posix.join(posix.dirname(path), target))),
  );
  const files = sources
    .filter(({ path }) => product.test(path) && !isTest(path))
    .map(({ path, text }) => ({ path, lines: text.split('\n').length }));
  const untested = files.filter(({ path }) => !tested.has(path)).sort((one, other) => other.lines - one.lines);
  const share = (100 * sum(untested)) / Math.max(1, sum(files));
  return {
    name: 'lines of the product in files that no unit test imports',
    measured: Number(share.toFixed(1)),
    unit: ' %',
    note: `${sum(untested)} of ${sum(files)}`,
    slack: 0.5,
    details: untested.slice(0, 25).map(({ path, lines }) => `${path} (${lines})`),
  };
}

function sum(files: readonly { readonly lines: number }[]): number {
  return files.reduce((lines, file) => lines + file.lines, 0);
}
