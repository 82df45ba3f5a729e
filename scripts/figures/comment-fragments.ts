// SPDX-License-Identifier: Apache-2.0
/** Counts the doc comments that do not begin with a whole sentence, as the rule of ESLint judges them. */

import { findFragment } from '../check/comment-sentence.mjs';
import { countFigure, type Figure } from './figure.ts';
import type { SourceText } from './source-text.ts';

/** White space follows its sign, which a pattern of files such as `cli/**` lacks. */
const docComment = /\/\*(\*\s.*?)\*\//gs;

export function measureCommentFragments(sources: readonly SourceText[]): Figure {
  return countFigure(
    'doc comments that do not begin with a whole sentence',
    sources.flatMap(({ path, text }) =>
      [...text.matchAll(docComment)]
        .filter(([, comment = '']) => findFragment(comment) !== undefined)
        .map(({ index }) => `${path}:${text.slice(0, index).split('\n').length}`),
    ),
  );
}
