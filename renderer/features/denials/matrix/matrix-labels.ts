// SPDX-License-Identifier: Apache-2.0
/** The words of the matrix: who, against what, and what became of it. */

import { type TargetKind, targetKinds } from '../model/target-kind.ts';
import type { DenialTone } from '../model/denial-tone.ts';
import { formatCount } from '../../../lib/units.ts';
import { visibleText } from '../../../lib/visible-text.ts';
import type { CellVerdict, MatrixCell, MatrixRow, Who } from './denial-matrix.ts';
import { t } from '../../../lib/language/t.ts';

/** Names the row as text for names and titles; a program's name is made visible. */
export function rowLabel({ who, keys }: Pick<MatrixRow, 'who' | 'keys'>): string {
  return who === undefined ? t('{count} others', { count: formatCount(keys.size) }) : whoLabel(who);
}

/** Names the button of a row: what is seen on it, in that order, and what goes with it. */
export function rowButtonLabel(row: MatrixRow): string {
  const { who, count } = row;
  if (who === undefined)
    return t('{row}: show {count, plural, one {# denial} other {# denials}}', { row: rowLabel(row), count });
  if (who.kind === 'host')
    return t('{domain}: {count, plural, one {# denial} other {# denials}}, on the host', { domain: who.domain, count });
  return t('{who}: {count, plural, one {# denial} other {# denials}}', { who: whoLabel(who), count });
}

function whoLabel(who: Who): string {
  switch (who.kind) {
    case 'container':
      return who.name;
    case 'host':
      return t('{domain} on the host', { domain: who.domain });
    case 'program':
      return who.program === undefined ? t('several programs') : visibleText(who.program);
  }
}

/** "web, Other containers: 12 denials of 2 causes, blocked by container isolation". */
export function cellLabel(row: MatrixRow, cell: MatrixCell): string {
  const { count, causes, column, isOnly } = cell;
  return [
    t(
      '{row}, {column}: {count, plural, one {# denial} other {# denials}} of {causes, plural, one {one ' +
        'cause} other {# causes}}',
      { row: rowLabel(row), column: targetKinds[column].label, count, causes },
    ),
    verdictLabel(cell),
    ...(isOnly ? [t('no other row has this')] : []),
  ].join(', ');
}

export function placeLabel(row: MatrixRow, column: TargetKind): string {
  return `${rowLabel(row)} → ${targetKinds[column].label}`;
}

const verdictLabels: Readonly<Record<CellVerdict, string>> = {
  blocked: t('blocked'),
  logged: t('logged, not blocked'),
  mixed: t('some blocked, others only logged'),
  unknown: t('not known whether blocked'),
};

const betweenContainers: Readonly<Record<CellVerdict, string>> = {
  blocked: t('blocked between containers'),
  logged: t('logged, not blocked between containers'),
  mixed: t('some blocked, others only logged between containers'),
  unknown: t('not known whether blocked between containers'),
};

const blockedBy: Readonly<Record<Exclude<DenialTone, 'crossed'>, string>> = {
  isolation: t('blocked by container isolation'),
  policy: t('blocked: no rule allows it'),
  unknown: t('blocked, reason unknown'),
};

/** Says what became of the denials of a cell. */
export function verdictLabel({ verdict, tone }: Pick<MatrixCell, 'verdict' | 'tone'>): string {
  if (tone === 'crossed') return betweenContainers[verdict];
  return verdict === 'blocked' ? blockedBy[tone] : verdictLabels[verdict];
}
