// SPDX-License-Identifier: Apache-2.0
/** Compares the labels of trees with what they should be, and restores them where that is requested. */

import { closeSync } from 'node:fs';
import type { GivenLabelItem, LabelSum } from '../../../contract/operations/containers/label.ts';
import { type Found, openRoot, walkTree } from './walk-tree.ts';

/** A folder with all below it, and the rules for labels there. */
export interface LabelledTree {
  readonly root: string;
  /** Its descriptor where it was already opened; the opener closes it. Otherwise it is opened by its path. */
  readonly folder?: number;
  /** Undefined when there is nothing to report about it. */
  judge(found: Found): Judged | undefined;
  relabel(fd: number, wanted: string): void;
  /** What can be reported only after all of it was judged. */
  rest?(): readonly Extract<GivenLabelItem, { type: 'skipped' }>[];
}

export type Judged =
  | Extract<GivenLabelItem, { type: 'skipped' }>
  | (Extract<GivenLabelItem, { type: 'drifted' }> & { readonly wanted: string });

export interface Comparison {
  readonly trees: readonly LabelledTree[];
  readonly isRestoring: boolean;
  /** Called at intervals while it restores. */
  readonly onProgress?: (files: number) => void;
}

const filesPerProgress = 500;

/** A root gets its label after all below it, so that its label says that they have theirs. */
export async function* compareLabels(
  { trees, isRestoring, onProgress }: Comparison,
  signal: AbortSignal,
): AsyncGenerator<GivenLabelItem, LabelSum, undefined> {
  const sum = { files: 0, drifted: 0, skipped: 0 };
  for (const tree of trees) {
    const folder = tree.folder ?? openRoot(tree.root);
    if (folder === undefined) continue;
    try {
      let forRoot: string | undefined;
      for await (const found of walkTree({ path: tree.root, folder }, signal)) {
        const item = tree.judge(found);
        sum.files += 1;
        if (sum.files % filesPerProgress === 0) {
          onProgress?.(sum.files);
          yield { type: 'progress', files: sum.files };
        }
        if (item === undefined) continue;
        if (item.type === 'drifted' && isRestoring && found.kind === 'file') {
          if (found.path === tree.root) forRoot = item.wanted;
          else tree.relabel(found.fd, item.wanted);
        }
        sum[item.type] += 1;
        yield item.type === 'skipped'
          ? item
          : { type: 'drifted', path: item.path, actual: item.actual, expected: item.expected };
      }
      for (const item of tree.rest?.() ?? []) {
        sum.skipped += 1;
        yield item;
      }
      if (forRoot !== undefined) tree.relabel(folder, forRoot);
    } finally {
      if (tree.folder === undefined) closeSync(folder);
    }
  }
  yield { type: 'progress', files: sum.files };
  return sum;
}
