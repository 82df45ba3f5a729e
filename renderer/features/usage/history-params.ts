// SPDX-License-Identifier: Apache-2.0
/** Says when the past of a chart is asked for, and how. */

import type { Params } from '../../../contract/operations/index.ts';
import type { TimeRange } from '../../lib/time-range.ts';
import { usageSeconds } from './usage.ts';

/** Limits how soon a range is asked for: who zooms goes through many. */
export const settleMs = 150;

const points = 400;
const longestSeconds = 31 * 86_400;

/** Says whether the live samples have all of a range. `newest` is the time of the latest one. */
export function isLiveRange({ from }: TimeRange, newest: number): boolean {
  return from >= newest - usageSeconds - 1;
}

type Asked = Pick<Params<'sample.history'>, 'interface' | 'columns'>;

/** A little more at each edge, so that the line reaches them. `container` is undefined for the host. */
export function historyParams(
  { from, to }: TimeRange,
  { container, ...asked }: Asked & { readonly container: string | undefined },
): Params<'sample.history'> {
  const margin = (to - from) / points;
  return {
    to: to + margin,
    seconds: Math.min(longestSeconds, Math.max(10, Math.ceil(to - from + 2 * margin))),
    points,
    ...(container !== undefined && { container }),
    ...asked,
  };
}
