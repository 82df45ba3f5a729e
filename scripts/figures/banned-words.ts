// SPDX-License-Identifier: Apache-2.0
/** Words in comments that the glossary does not use. Docs are held by the spelling check. */

import { countFigure, type Figure } from './figure.ts';
import type { SourceText } from './line-width.ts';

const comment = /\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g;

export function measureBannedWords(sources: readonly SourceText[], banned: readonly string[]): Figure {
  const words = new RegExp(`\\b(?:${banned.join('|')})\\b`, 'gi');
  const found = sources.flatMap(({ path, text }) => {
    const uses = [...text.matchAll(comment)].flatMap(([remark]) => remark.match(words) ?? []);
    return uses.length === 0 ? [] : [{ path, uses }];
  });
  return {
    ...countFigure(
      'words in comments that the glossary does not use',
      found.map(({ path, uses }) => `${path}: ${uses.join(', ')}`),
    ),
    measured: `${found.reduce((sum, { uses }) => sum + uses.length, 0)} in ${found.length} files`,
  };
}
