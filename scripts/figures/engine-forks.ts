// SPDX-License-Identifier: Apache-2.0
/**
 * Finds the files that fork on the engine of a container outside the folders of the engines. A file forks where its code,
 * without comments, does one of these:
 *
 * - it compares an engine (`engine === ...`, or anything with `'lxc'` or `'incus'`),
 * - it takes a value out of a table by it (`...[engine]`), unless that table is the one of what engines can,
 * - it uses a name of a port that says which engine is meant (`isOfIncus`, `ofIncus`, `moveInIncus`, `pairsOfIncus`),
 * - it asks whether Incus has a name (`incus.has(name)`).
 *
 * Tests, and what only tests use, are not counted.
 */

import { countFigure, type Figure } from './figure.ts';
import { isTest, type SourceText } from './source-text.ts';

/** What drives one engine may name it: the engines themselves, and the tools below them. */
const engineFolders = ['helper/engines/', 'helper/lxc/', 'helper/incus/'];
const capabilityTable = 'contract/model/engines/';

const fork = new RegExp(
  [
    String.raw`\bengine\s*[!=]==`,
    String.raw`[!=]==\s*'(?:lxc|incus)'`,
    String.raw`\[(?:\w+\.)?engine\]`,
    String.raw`\b(?:isOfIncus|ofIncus|[a-z]+InIncus|[a-z]+OfIncus)\b`,
    String.raw`\bincus\??\.has\(`,
  ].join('|'),
);

export function measureEngineForks(sources: readonly SourceText[]): Figure {
  return countFigure(
    'files outside the engines that fork on the engine',
    sources.flatMap(({ path, text }) => {
      if (!/\.tsx?$/.test(path) || isTest(path) || isEngine(path)) return [];
      const lines = withoutComments(text)
        .split('\n')
        .flatMap((line, index) => (fork.test(line) ? [index + 1] : []));
      return lines.length === 0 ? [] : [`${path}:${lines.join(',')}`];
    }),
  );
}

function isEngine(path: string): boolean {
  return path.startsWith(capabilityTable) || engineFolders.some((folder) => path.startsWith(folder));
}

/** Keeps the numbers of the lines. A comment that begins after code in its line stays; the style of the sources has none. */
function withoutComments(text: string): string {
  return text.replaceAll(/^\s*\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, (comment) => comment.replaceAll(/[^\n]/g, ''));
}
