// SPDX-License-Identifier: Apache-2.0
/**
 * Shows one container's cells: red for what was blocked, amber for what was logged only, stronger by the logarithm of
 * the count.
 */

import { memo } from 'react';
import type { HeatCount } from '../model/denial-timeline.ts';

interface HeatRowCellsProps {
  readonly counts: readonly Readonly<HeatCount>[];
  /** The greatest count of any cell. */
  readonly most: number;
  readonly top: number;
  readonly height: number;
  readonly slotWidth: number;
}

export const HeatRowCells = memo(function HeatRowCells({ counts, most, top, height, slotWidth }: HeatRowCellsProps) {
  return (
    <>
      {counts.map(({ blocked, notBlocked }, slot) => {
        const total = blocked + notBlocked;
        const gap = slotWidth > 4 ? 1 : 0;
        const colour = blocked > 0 ? 'var(--red)' : 'var(--amber)';
        return (
          <rect
            key={slot}
            x={slot * slotWidth}
            y={top}
            width={Math.max(1, slotWidth - gap)}
            height={height - 2}
            rx={Math.min(2, slotWidth / 3)}
            fill={total === 0 ? 'var(--track)' : colour}
            opacity={total === 0 ? 0.55 : strength(total, most)}
          />
        );
      })}
    </>
  );
});

/** Gives the strength of the colour, from 0.3 for a single denial to 1 for the most. */
function strength(count: number, most: number): number {
  return most <= 1 ? 0.75 : 0.3 + 0.7 * (Math.log(count) / Math.log(most));
}
