// SPDX-License-Identifier: Apache-2.0
/** The matrix of a drill, probe by layer: its columns, the sentence of each cell, and what its filter searches. */

import {
  drillCircumstances,
  type DrillCircumstance,
  drillLayers,
  drillMark,
  drillMarkLabels,
  drillVerdictOf,
} from '../../../../contract/drill-marks.ts';
import { drillClassLabels, drillLayerLabels, drillOutcomeLabels } from '../../../../contract/drill-labels.ts';
import type { DrillChange, DrillLayer, DrillResult } from '../../../../contract/model/drill.ts';
import { fieldIn, type FieldValue, type SearchSubject } from '../../../lib/search.ts';
import { t } from '../../../lib/language/t.ts';

/** What came of an attempt with all layers up and with SELinux down, and then each layer. */
export type MatrixColumn = 'up' | 'down' | DrillLayer;

export const matrixColumns: readonly MatrixColumn[] = ['down', 'up', ...drillLayers];

export const columnLabels: Readonly<Record<MatrixColumn, string>> = {
  up: t('All layers'),
  down: t('SELinux off'),
  ...drillLayerLabels,
};

export const matrixFields = ['probe', 'class', 'layer', 'alone', 'result', 'down', 'change', 'hole'] as const;

export const drillChangeLabels: Readonly<Record<DrillChange['kind'], string>> = {
  'new-hole': t('no longer blocked'),
  closed: t('closed'),
  added: t('new attack'),
  gone: t('attack removed'),
};

export interface MatrixCell {
  readonly sign: string;
  readonly tone: string;
  /** What a screen reader says, and what stands below the matrix. */
  readonly sentence: string;
}

export function matrixCell(result: DrillResult, column: MatrixColumn): MatrixCell {
  if (column === 'up' || column === 'down') {
    const { outcome, blockedBy } = column === 'up' ? result.with : result.without;
    return {
      sign: drillOutcomeLabels[outcome],
      tone: outcome,
      sentence: outcomeSentence(column, {
        title: result.title,
        outcome: drillOutcomeLabels[outcome],
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

/** `layers`: those that blocked it; empty when none did. */
type OutcomeWords = Readonly<Record<'title' | 'outcome' | 'layers', string>>;

function outcomeSentence(column: 'up' | 'down', words: OutcomeWords): string {
  if (words.layers === '')
    return column === 'up'
      ? t('{title}: {outcome} with all layers active', words)
      : t('{title}: {outcome} with SELinux off', words);
  return column === 'up'
    ? t('{title}: {outcome} by {layers} with all layers active', words)
    : t('{title}: {outcome} by {layers} with SELinux off', words);
}

/** The circumstance that a cell stands for first: without the layer where that was tried, all layers active otherwise. */
export function evidenceFor(result: DrillResult, column: MatrixColumn): readonly DrillCircumstance[] {
  const all = drillCircumstances(result);
  const withoutLayer = column === 'down' ? 'selinux' : column;
  const layer = withoutLayer === 'up' ? undefined : withoutLayer;
  const isAsked = (one: DrillCircumstance): boolean => one.layer === layer;
  return layer === undefined || !all.some(isAsked)
    ? all
    : [...all.filter(isAsked), ...all.filter((one) => !isAsked(one))];
}

export function matrixSubject(result: DrillResult, changes: readonly DrillChange[] | null): SearchSubject {
  const stopping = result.with.blockedBy.flatMap((layer) => [layer, drillLayerLabels[layer]]);
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
    down: [result.without.outcome, drillOutcomeLabels[result.without.outcome]],
    change: change === undefined ? 'none' : [change, drillChangeLabels[change]],
  };
  return {
    words: [
      result.probe,
      result.title,
      drillClassLabels[result.class],
      ...(result.holes ?? []),
      ...result.with.evidence,
    ],
    field: fieldIn(fields),
  };
}
