// SPDX-License-Identifier: Apache-2.0
/** Paths of the checkout that the documentation names and that are not there. */

import type { Page } from '../check/doc-links.ts';
import { countFigure, type Figure } from './figure.ts';

/** A file or folder below one of the folders of the checkout, without placeholders. */
const named =
  /`((?:audit|bench|cli|contract|docs|e2e|electron|helper|hosts|lab|policy|renderer|rpc|scripts|sepolicy|testing)\/[a-z0-9_./-]*)`/g;

export function measureDocPaths(pages: readonly Page[], exists: (path: string) => boolean): Figure {
  const missing = pages.flatMap(({ path, text }) =>
    [...text.matchAll(named)]
      .map(([, target = '']) => target)
      .filter((target) => !exists(target))
      .map((target) => `${path}: ${target}`),
  );
  return countFigure('paths in the documentation that do not exist', [...new Set(missing)]);
}
