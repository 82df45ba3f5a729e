// SPDX-License-Identifier: Apache-2.0
/** Reads rows of the table of installed files into single files, in the order of their targets. */

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { InstalledFiles } from './installed-files.ts';

export interface InstalledFile {
  /** Gives the absolute path. */
  readonly source: string;
  readonly target: string;
  readonly mode: number;
}

/** Takes a row, and the checkout that its source is in. Gives nothing when the source is not there. */
export function listFiles({ source, target, wanted, mode }: InstalledFiles, checkout: string): InstalledFile[] {
  const root = join(checkout, source);
  const found = statSync(root, { throwIfNoEntry: false });
  if (found === undefined) return [];
  const below = found.isDirectory() ? filesBelow(root).filter((path) => wanted?.test(path) ?? true) : [''];
  return below.map((path) => {
    const file = join(root, path);
    return { source: file, target: join(target, path), mode: mode ?? modeOf(file) };
  });
}

function filesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/** Matches the path of a library that another program loads. */
export const library = /\.(?:node|so(?:\.\d+)*)$/;

/**
 * Keeps of the source's mode only whether its owner may run it: the rest is the umask of the person who builds. Nobody
 * runs a library.
 */
function modeOf(path: string): number {
  if (library.test(path)) return 0o644;
  return (statSync(path).mode & 0o100) === 0 ? 0o644 : 0o755;
}
