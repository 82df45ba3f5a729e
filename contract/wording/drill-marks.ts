// SPDX-License-Identifier: Apache-2.0
/**
 * What a drill says of a layer and a probe: did it stop the attempt, and did it do so alone; the same in the window and
 * in the report.
 */

import { drillLayerLabels, drillPlaceLabels } from './drill-labels.ts';
import type { DrillCell, DrillLayer, DrillResult } from '../model/drill.ts';
import { t } from '../text.ts';

export { drillLayers } from '../model/drill.ts';

/**
 * `alone`: it stopped the attempt, which came through with this layer removed. `stopped`: it did, and another would
 * have.
 * `behind`: it stopped the attempt once the first layer was away. `expected`: it should stop it, and was not put to the
 * test.
 */
export type DrillMark = 'alone' | 'stopped' | 'behind' | 'expected' | 'none';

/** Distinguishes them without colour. */
export const drillMarkLabels: Readonly<Record<DrillMark, { readonly sign: string; readonly label: string }>> = {
  alone: { sign: '■', label: t('stopped it, and nothing else would have') },
  stopped: { sign: '◆', label: t('stopped it') },
  behind: { sign: '◇', label: t('stopped it once the layer before was away') },
  expected: { sign: '•', label: t('should stop it, and was not put to the test') },
  none: { sign: '', label: t('is not meant to stop it') },
};

export interface DrillCircumstance {
  /** Undefined for all layers up. */
  readonly layer: DrillLayer | undefined;
  readonly name: string;
  readonly cell: DrillCell;
}

/** Everything under which a probe was tried, all layers up first; across members that is all, on one and on two. */
export function drillCircumstances({ with: up, without, taken, elsewhere }: DrillResult): readonly DrillCircumstance[] {
  if (elsewhere !== undefined)
    return [
      { layer: undefined, name: drillPlaceLabels.with, cell: up },
      { layer: undefined, name: drillPlaceLabels.elsewhere, cell: elsewhere },
    ];
  return [
    { layer: undefined, name: t('All layers up'), cell: up },
    { layer: 'selinux', name: t('SELinux down'), cell: without },
    ...taken.flatMap(({ layer, cell, withoutSelinux }): readonly DrillCircumstance[] => [
      { layer, name: t('Without {layer}', { layer: drillLayerLabels[layer] }), cell },
      ...(withoutSelinux === null
        ? []
        : [
            {
              layer,
              name: t('Without {layer}, SELinux down', { layer: drillLayerLabels[layer] }),
              cell: withoutSelinux,
            },
          ]),
    ]),
  ];
}

/**
 * Says whether the layer stopped the attempt with all layers up. In a drill across members, the attempt between two
 * members counts too.
 */
export function hasStopped(
  { with: up, elsewhere }: Pick<DrillResult, 'with' | 'elsewhere'>,
  layer: DrillLayer,
): boolean {
  return up.blockedBy.includes(layer) || elsewhere?.blockedBy.includes(layer) === true;
}

export function drillMark(result: DrillResult, layer: DrillLayer): DrillMark {
  const others = drillCircumstances(result).slice(1);
  if (hasStopped(result, layer))
    return others.some((one) => one.layer === layer && one.cell.outcome === 'breached') ? 'alone' : 'stopped';
  if (
    result.with.outcome === 'blocked' &&
    others.some((one) => one.layer !== layer && one.cell.blockedBy.includes(layer))
  )
    return 'behind';
  return result.expectedLayers.includes(layer) ? 'expected' : 'none';
}

/**
 * `absent`: the kernel has nothing of what would be tried, so it has neither passed nor failed; across members neither
 * on one nor on two.
 */
export type DrillVerdict = 'pass' | 'fail' | 'absent';

export function drillVerdictOf({
  pass,
  with: up,
  elsewhere = up,
}: Pick<DrillResult, 'pass' | 'with' | 'elsewhere'>): DrillVerdict {
  if (pass) return 'pass';
  return up.isAbsent === true && elsewhere.isAbsent === true ? 'absent' : 'fail';
}

export function drillVerdict(results: readonly DrillResult[]): string {
  const verdicts = results.map(drillVerdictOf);
  const count = (verdict: DrillVerdict): number => verdicts.filter((one) => one === verdict).length;
  const [failed, absent] = [count('fail'), count('absent')];
  const tried = results.length - absent;
  const verdict = verdictOf(tried, failed);
  return absent === 0
    ? verdict
    : t('{verdict}; for {absent} more this kernel has nothing to be tried on', { verdict, absent });
}

function verdictOf(tried: number, failed: number): string {
  if (failed === 0) return t('All {tried} probes were blocked, each by a layer that should', { tried });
  return failed === 1
    ? t('1 of {tried} probes was not shown to be blocked', { tried })
    : t('{failed} of {tried} probes were not shown to be blocked', { failed, tried });
}
