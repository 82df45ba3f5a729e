// SPDX-License-Identifier: Apache-2.0
/** Pairs of folders that import each other both ways: each needs the other, so neither is below. */

import { posix } from 'node:path';
import { countFigure, type Figure } from './figure.ts';
import { folderOf } from './folder-of.ts';
import { relativeImports } from './relative-imports.ts';
import type { SourceText } from './source-text.ts';

/** A folder and one within it are one room and are not compared. Tests may import what they like. */
export function measureMutualImports(sources: readonly SourceText[]): Figure {
  const arrows = new Map<string, string>();
  for (const { path, text } of sources) {
    if (/\.test\.tsx?$/.test(path)) continue;
    for (const target of relativeImports(text)) {
      const from = folderOf(path);
      const to = folderOf(posix.join(from, target));
      if (!isWithin(from, to) && !isWithin(to, from)) arrows.set(`${from} -> ${to}`, path);
    }
  }
  const pairs = [...arrows].flatMap(([arrow, path]) => {
    const [from = '', to = ''] = arrow.split(' -> ');
    const back = arrows.get(`${to} -> ${from}`);
    return from < to && back !== undefined ? [`${from} <-> ${to}, by ${path} and ${back}`] : [];
  });
  return countFigure('pairs of folders in helper/ that import each other', pairs.sort());
}

function isWithin(folder: string, other: string): boolean {
  return folder === other || folder.startsWith(`${other}/`);
}
