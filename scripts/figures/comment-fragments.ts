// SPDX-License-Identifier: Apache-2.0
/**
 * Doc comments that begin in mid-sentence, so that they say nothing without the line below them. These are the ones
 * whose first words are one of: Of, So, That, Those, Also, As, By, With, Without, Where, Both, The same, From, And, Or,
 * But, Not, Than, Which, Whose.
 */

import { countFigure, type Figure } from './figure.ts';
import type { SourceText } from './source-text.ts';

const fragment =
  /\/\*\*\s+(?:\*\s+)?(?:Of|So|That|Those|Also|As|By|With|Without|Where|Both|The same|From|And|Or|But|Not|Than|Which|Whose)\b/g;

export function measureCommentFragments(sources: readonly SourceText[]): Figure {
  return countFigure(
    'doc comments that begin in mid-sentence',
    sources.flatMap(({ path, text }) =>
      [...text.matchAll(fragment)].map(({ index }) => `${path}:${text.slice(0, index).split('\n').length}`),
    ),
  );
}
