// SPDX-License-Identifier: Apache-2.0
/**
 * Arranges the matrix of a drill, probe by layer: its columns, the sentence of each cell, and what its filter searches.
 */

import {
  drillCircumstances,
  type DrillCircumstance,
  drillLayers,
  drillMark,
  drillMarkLabels,
  drillVerdictOf,
  hasStopped,
} from '../../../../contract/wording/isolation/drill-marks.ts';
import {
  drillChangeLabels,
  drillClassLabels,
  drillLayerLabels,
  drillCellLabel,
  drillPlaceLabels,
} from '../../../../contract/wording/isolation/drill-labels.ts';
import type { DrillCell, DrillChange, DrillLayer, DrillReport, DrillResult } from '../../../../contract/model/drill.ts';
import { fieldIn, type FieldValue, type SearchSubject } from '../../../../contract/search/search.ts';
import { t } from '../../../lib/language/t.ts';

/**
 * Names the columns of outcomes: with all layers on and with SELinux off; across members, with the victim on this one
 * and on the other one.
 */
type OutcomeColumn = 'up' | 'down' | 'here' | 'there';

/** What came of a probe, and then each layer. */
export type MatrixColumn = OutcomeColumn | DrillLayer;

const usualColumns: readonly MatrixColumn[] = ['down', 'up', ...drillLayers];
const columnsAcross: readonly MatrixColumn[] = ['here', 'there', ...drillLayers];

export function matrixColumnsOf({ members }: Pick<DrillReport, 'members'>): readonly MatrixColumn[] {
  return members === undefined ? usualColumns : columnsAcross;
}

export const columnLabels: Readonly<Record<MatrixColumn, string>> = {
  up: t('All layers'),
  down: t('SELinux off'),
  here: drillPlaceLabels.with,
  there: drillPlaceLabels.elsewhere,
  ...drillLayerLabels,
};

export const matrixFields = [
  'probe',
  'class',
  'layer',
  'alone',
  'result',
  'down',
  'elsewhere',
  'change',
  'hole',
] as const;

export interface MatrixCell {
  readonly sign: string;
  readonly tone: string;
  /** What a screen reader says, and what stands below the matrix. */
  readonly sentence: string;
}

export function isOutcome(column: MatrixColumn): column is OutcomeColumn {
  return column in outcomeSentences;
}

export function matrixCell(result: DrillResult, column: MatrixColumn): MatrixCell {
  if (isOutcome(column)) {
    const cell = cellOf(result, column);
    if (cell === undefined)
      return {
        sign: '–',
        tone: 'untried',
        sentence: t('{title}: not tried on two members, which share no path', { title: result.title }),
      };
    const { outcome, blockedBy } = cell;
    const label = drillCellLabel(cell);
    return {
      sign: label,
      tone: outcome,
      sentence: outcomeSentence(column, {
        title: result.title,
        outcome: label,
        layers: blockedBy.map((layer) => drillLayerLabels[layer]).join(', '),
      }),
    };
  }
  const mark = drillMark(result, column);
  const { sign, label } = drillMarkLabels[mark];
  return {
    sign,
    tone: mark,
    sentence: t('{title}: {layer} {label}', { title: result.title, layer: drillLayerLabels[column], label }),
  };
}

/** Undefined where nothing was tried. */
function cellOf({ with: up, without, elsewhere }: DrillResult, column: OutcomeColumn): DrillCell | undefined {
  return { up, down: without, here: up, there: elsewhere }[column];
}

/** `layers`: those that blocked it; empty when none did. */
type OutcomeWords = Readonly<Record<'title' | 'outcome' | 'layers', string>>;

interface OutcomeSentences {
  readonly blocked: (words: OutcomeWords) => string;
  readonly other: (words: OutcomeWords) => string;
}

const outcomeSentences: Readonly<Record<OutcomeColumn, OutcomeSentences>> = {
  up: {
    blocked: (words) => t('{title}: {outcome} by {layers} with all layers active', words),
    other: (words) => t('{title}: {outcome} with all layers active', words),
  },
  down: {
    blocked: (words) => t('{title}: {outcome} by {layers} with SELinux off', words),
    other: (words) => t('{title}: {outcome} with SELinux off', words),
  },
  here: {
    blocked: (words) => t('{title}: {outcome} by {layers} with both on one member', words),
    other: (words) => t('{title}: {outcome} with both on one member', words),
  },
  there: {
    blocked: (words) => t('{title}: {outcome} by {layers} with the victim on the other member', words),
    other: (words) => t('{title}: {outcome} with the victim on the other member', words),
  },
};

function outcomeSentence(column: OutcomeColumn, words: OutcomeWords): string {
  const { blocked, other } = outcomeSentences[column];
  return words.layers === '' ? other(words) : blocked(words);
}

/** The circumstance that a cell stands for first: without the layer where that was tried, all layers active otherwise. */
export function evidenceFor(result: DrillResult, column: MatrixColumn): readonly DrillCircumstance[] {
  const all = drillCircumstances(result);
  const asked = isOutcome(column) ? cellOf(result, column) : undefined;
  const isAsked = ({ layer, cell }: DrillCircumstance): boolean =>
    asked === undefined ? layer === column : cell === asked;
  return [...all.filter(isAsked), ...all.filter((one) => !isAsked(one))];
}

export function matrixSubject(result: DrillResult, changes: readonly DrillChange[] | null): SearchSubject {
  const stopping = drillLayers
    .filter((layer) => hasStopped(result, layer))
    .flatMap((layer) => [layer, drillLayerLabels[layer]]);
  const alone = drillLayers
    .filter((layer) => drillMark(result, layer) === 'alone')
    .flatMap((layer) => [layer, drillLayerLabels[layer]]);
  const change = changes?.find(({ probe }) => probe === result.probe)?.kind;
  const fields: Readonly<Record<string, FieldValue>> = {
    probe: result.probe,
    class: [result.class, drillClassLabels[result.class]],
    layer: stopping,
    alone,
    result: drillVerdictOf(result),
    hole: [...(result.holes ?? [])],
    down: [result.without.outcome, drillCellLabel(result.without)],
    elsewhere: result.elsewhere === undefined ? 'none' : [result.elsewhere.outcome, drillCellLabel(result.elsewhere)],
    change: change === undefined ? 'none' : [change, drillChangeLabels[change]],
  };
  return {
    words: [
      result.probe,
      result.title,
      drillClassLabels[result.class],
      ...(result.holes ?? []),
      ...result.with.evidence,
      ...(result.elsewhere?.evidence ?? []),
    ],
    field: fieldIn(fields),
  };
}
