// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the label of a folder itself; undefined where there is none, and where a link is on the way to it, which a
 * container may have put there.
 */

import { closeSync } from 'node:fs';
import { labelIfAny } from './labels.ts';
import { openRoot } from './walk-tree.ts';

export function labelOfFolder(path: string): string | undefined {
  try {
    const folder = openRoot(path);
    if (folder === undefined) return undefined;
    try {
      return labelIfAny(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    return undefined;
  }
}
