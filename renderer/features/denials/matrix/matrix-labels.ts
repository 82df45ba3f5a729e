// SPDX-License-Identifier: Apache-2.0
/** The words of the matrix: who, against what, and what became of it. */

import { type TargetKind, targetKinds } from '../model/target-kind.ts';
import type { DenialTone } from '../model/denial-tone.ts';
import { formatCount } from '../../../lib/units.ts';
import { visibleText } from '../../../lib/visible-text.ts';
import type { CellVerdict, MatrixCell, MatrixRow, Who } from './denial-matrix.ts';

/** As text for names and titles; a program's name is made visible. */
export function rowLabel({ who, keys }: Pick<MatrixRow, 'who' | 'keys'>): string {
  return who === undefined ? `${formatCount(keys.size)} others` : whoLabel(who);
}

/** Of the button of a row: what is seen on it, in that order, and what goes with it. */
export function rowButtonLabel(row: MatrixRow): string {
  const { who, count } = row;
  if (who === undefined) return `${rowLabel(row)}: show ${formatCount(count)} denials`;
  if (who.kind === 'host') return `${who.domain}: ${formatCount(count)} denials, on the host`;
  return `${whoLabel(who)}: ${formatCount(count)} denials`;
}

function whoLabel(who: Who): string {
  switch (who.kind) {
    case 'container':
      return who.name;
    case 'host':
      return `${who.domain} on the host`;
    case 'program':
      return who.program === undefined ? 'several programs' : visibleText(who.program);
  }
}

/** "web, Other containers: 12 denials of 2 causes, blocked by container isolation". */
export function cellLabel(row: MatrixRow, cell: MatrixCell): string {
  const { count, causes, column, isOnly } = cell;
  return [
    `${rowLabel(row)}, ${targetKinds[column].label}: ${formatCount(count)} ${count === 1 ? 'denial' : 'denials'}` +
      ` of ${causes === 1 ? 'one cause' : `${formatCount(causes)} causes`}`,
    verdictLabel(cell),
    ...(isOnly ? ['no other row has this'] : []),
  ].join(', ');
}

export function placeLabel(row: MatrixRow, column: TargetKind): string {
  return `${rowLabel(row)} → ${targetKinds[column].label}`;
}

const verdictLabels: Readonly<Record<CellVerdict, string>> = {
  blocked: 'blocked',
  logged: 'logged, not blocked',
  mixed: 'some blocked, others only logged',
  unknown: 'not known whether blocked',
};

const blockedBy: Readonly<Record<Exclude<DenialTone, 'crossed'>, string>> = {
  isolation: 'blocked by container isolation',
  policy: 'blocked: no rule allows it',
  unknown: 'blocked, reason unknown',
};

function verdictLabel({ verdict, tone }: Pick<MatrixCell, 'verdict' | 'tone'>): string {
  if (tone === 'crossed') return `${verdictLabels[verdict]} between containers`;
  return verdict === 'blocked' ? blockedBy[tone] : verdictLabels[verdict];
}
