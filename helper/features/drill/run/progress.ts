// SPDX-License-Identifier: Apache-2.0
/** What a run reports during its time. */

import type { DrillCell, DrillResult } from '../../../../contract/model/drill.ts';

export type Progress<Step extends string> =
  | { readonly type: 'step'; readonly step: Step; readonly fraction: number }
  | { readonly type: 'probe'; readonly step: Step; readonly probe: string }
  | { readonly type: 'result'; readonly result: DrillResult };

/** Says that a step begins; how much of the work is done then goes by its place among the others. */
export function begun<Step extends string>(step: Step, steps: readonly Step[]): Progress<Step> {
  return { type: 'step', step, fraction: steps.indexOf(step) / steps.length };
}

/** Reports each probe as it has been tried, and gives the cells of all. */
export async function* reportProbes<Step extends string>(
  step: Step,
  tried: AsyncGenerator<string, ReadonlyMap<string, DrillCell>, undefined>,
): AsyncGenerator<Progress<Step>, ReadonlyMap<string, DrillCell>, undefined> {
  let next = await tried.next();
  try {
    for (; next.done !== true; next = await tried.next()) yield { type: 'probe', step, probe: next.value };
    return next.value;
  } finally {
    if (next.done !== true) await tried.return(new Map());
  }
}
