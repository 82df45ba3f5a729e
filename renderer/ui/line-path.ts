// SPDX-License-Identifier: Apache-2.0
/** The outline of a series as an SVG path; where samples are missing the line is interrupted. */

import { gapSeconds, type SeriesRing } from '../lib/series-ring.ts';
import type { TimeRange } from '../lib/time-range.ts';

export interface LinePathOptions<Column extends string> {
  readonly ring: SeriesRing<Column>;
  readonly column: Column;
  readonly range: TimeRange;
  readonly width: number;
  readonly height: number;
  readonly max: number;
}

export interface LinePath {
  readonly line: string;
  readonly area: string;
}

export function linePath<Column extends string>({
  ring,
  column,
  range,
  width,
  height,
  max,
}: LinePathOptions<Column>): LinePath {
  const xScale = width / (range.to - range.from);
  const yScale = max > 0 ? height / max : 0;
  let line = '';
  let area = '';
  let runStart = Number.NaN;
  let lastX = Number.NaN;
  let lastTime = Number.NaN;

  function endRun(): void {
    if (!Number.isNaN(runStart)) area += `L${lastX.toFixed(1)} ${height}L${runStart.toFixed(1)} ${height}Z`;
    runStart = Number.NaN;
  }

  for (let index = Math.max(0, ring.nearest(range.from) - 1); index < ring.length; index += 1) {
    const time = ring.timeAt(index);
    if (time > range.to + 1) break;
    const value = ring.valueAt(column, index);
    if (Number.isNaN(value)) {
      endRun();
      continue;
    }
    if (time - lastTime > gapSeconds) endRun();
    const x = (time - range.from) * xScale;
    const point = `${x.toFixed(1)} ${Math.max(0, height - value * yScale).toFixed(1)}`;
    const isNewRun = Number.isNaN(runStart);
    line += `${isNewRun ? 'M' : 'L'}${point}`;
    area += `${isNewRun ? 'M' : 'L'}${point}`;
    if (isNewRun) runStart = x;
    lastX = x;
    lastTime = time;
  }
  endRun();
  return { line, area };
}
