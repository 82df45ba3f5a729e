// SPDX-License-Identifier: Apache-2.0
/**
 * What a drill says of a layer and a probe: did it stop the attempt, and did it do so alone; the same in the window and
 * in the report.
 */

import { drillLayerLabels, drillOutcomeLabels, drillPlaceLabels, notApplicable } from './drill-labels.ts';
import type { DrillCell, DrillLayer, DrillResult } from '../../model/drill.ts';
import { t } from '../../text.ts';

export { drillLayers } from '../../model/drill.ts';

/**
 * `alone`: it blocked the attempt, which came through with this layer removed. `stopped`: it did, and another would
 * have.
 * `behind`: it blocked the attempt once the first layer was away. `expected`: it should block it, and was not put to the
 * test.
 */
export type DrillMark = 'alone' | 'stopped' | 'behind' | 'expected' | 'none';

/** Distinguishes them without colour. */
export const drillMarkLabels: Readonly<Record<DrillMark, { readonly sign: string; readonly label: string }>> = {
  alone: { sign: '■', label: t('blocked it, and nothing else would have') },
  stopped: { sign: '◆', label: t('blocked it') },
  behind: { sign: '◇', label: t('blocked it once the layer before was off') },
  expected: { sign: '•', label: t('should block it, and was not put to the test') },
  none: { sign: '', label: t('is not meant to block it') },
};

export interface DrillCircumstance {
  /** Undefined for all layers on. */
  readonly layer: DrillLayer | undefined;
  readonly name: string;
  readonly cell: DrillCell;
}

/** Everything under which a probe was tried, all layers on first; across members that is all, on one and on two. */
export function drillCircumstances({ with: up, without, taken, elsewhere }: DrillResult): readonly DrillCircumstance[] {
  if (elsewhere !== undefined)
    return [
      { layer: undefined, name: drillPlaceLabels.with, cell: up },
      { layer: undefined, name: drillPlaceLabels.elsewhere, cell: elsewhere },
    ];
  return [
    { layer: undefined, name: t('All layers on'), cell: up },
    { layer: 'selinux', name: t('SELinux off'), cell: without },
    ...taken.flatMap(({ layer, cell, withoutSelinux }): readonly DrillCircumstance[] => [
      { layer, name: t('Without {layer}', { layer: drillLayerLabels[layer] }), cell },
      ...(withoutSelinux === null
        ? []
        : [
            {
              layer,
              name: t('Without {layer}, SELinux off', { layer: drillLayerLabels[layer] }),
              cell: withoutSelinux,
            },
          ]),
    ]),
  ];
}

/**
 * Says whether the layer blocked the attempt with all layers on. In a drill across members, the attempt between two
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

/**
 * Says what a probe that did not pass has shown, undefined for the others. `breached`: the attempt took place in some
 * circumstance with all layers on. `unproven`: no record or error shows that a layer which should block it did.
 */
export function drillFaultOf(result: Pick<DrillResult, 'pass' | 'with' | 'elsewhere'>): DrillFault | undefined {
  if (drillVerdictOf(result) !== 'fail') return undefined;
  return [result.with, result.elsewhere].some((cell) => cell?.outcome === 'breached') ? 'breached' : 'unproven';
}
export type DrillFault = 'breached' | 'unproven';

/** Gives the counts of all probes as one line, such as "11 of 13 probes blocked, 1 unproven, 1 not applicable". */
export function drillVerdict(results: readonly DrillResult[]): string {
  const verdicts = results.map(drillVerdictOf);
  const faults = results.map(drillFaultOf);
  const [total, blocked] = [results.length, verdicts.filter((one) => one === 'pass').length];
  const counts = [
    { count: faults.filter((one) => one === 'breached').length, label: drillOutcomeLabels.breached },
    { count: faults.filter((one) => one === 'unproven').length, label: drillOutcomeLabels['not-run'] },
    { count: verdicts.filter((one) => one === 'absent').length, label: notApplicable },
  ];
  return [
    t('{blocked} of {total} probes blocked', { blocked, total }),
    ...counts.filter(({ count }) => count > 0).map(({ count, label }) => `${String(count)} ${label}`),
  ].join(', ');
}
