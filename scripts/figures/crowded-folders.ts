// SPDX-License-Identifier: Apache-2.0
/** Folders with so many files of their own that nobody takes them in. */

import { countFigure, type Figure } from './figure.ts';
import { folderOf } from './folder-of.ts';

const maxFiles = 25;

/** Tests stand beside what they test and are not counted. */
export function measureCrowdedFolders(paths: readonly string[]): Figure {
  const counts = new Map<string, number>();
  for (const path of paths) {
    if (/\.(?:test|spec)\.tsx?$/.test(path)) continue;
    counts.set(folderOf(path), (counts.get(folderOf(path)) ?? 0) + 1);
  }
  const crowded = [...counts].filter(([, count]) => count > maxFiles).sort(([, a], [, b]) => b - a);
  return countFigure(
    `folders with more than ${maxFiles} files of their own`,
    crowded.map(([folder, count]) => `${folder} (${count})`),
  );
}
