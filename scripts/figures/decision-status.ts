// SPDX-License-Identifier: Apache-2.0
/** Decisions (`docs/adr/`) whose front matter does not say whether they hold. */

import { countFigure, type Figure } from './figure.ts';
import type { SourceText } from './source-text.ts';

const status =
  /^---\n(?:.+\n)*status: (?:proposed|accepted|rejected|deprecated|superseded by ADR-\d{4})\n(?:.+\n)*---\n/;

export function measureDecisionStatus(decisions: readonly SourceText[]): Figure {
  return countFigure(
    'decisions without a status',
    decisions.filter(({ text }) => !status.test(text)).map(({ path }) => path),
  );
}
