// SPDX-License-Identifier: Apache-2.0
/**
 * Marks on the time axis: denials, starts, stops. Each opens what it stands for; close ones are one mark with a count.
 */

import type { PointerEvent } from 'react';
import { t } from '../../lib/language/t.ts';
import { TipArea } from '../tip-area.tsx';
import type { TimeRange } from '../../lib/time-range.ts';

export interface ChartMark {
  readonly key: string;
  readonly time: number;
  readonly kind: 'denial' | 'logged' | 'event';
  readonly label: string;
  readonly onOpen?: () => void;
}

interface ChartMarksProps {
  readonly marks: readonly ChartMark[];
  readonly range: TimeRange;
  readonly width: number;
  readonly top: number;
}

interface MarkCluster {
  readonly x: number;
  readonly marks: readonly ChartMark[];
}

/** Pixels: as wide as a mark, so that each can be hit. */
const clusterWidth = 24;

export function ChartMarks({ marks, range, width, top }: ChartMarksProps) {
  return (
    <TipArea>
      {clustersOf(marks, range, width).map(({ x, marks: together }) => {
        const [first] = together;
        if (first === undefined) return null;
        const label = labelOf(first, together.length - 1);
        return (
          <button
            key={first.key}
            type="button"
            className={`chart-mark ${first.kind}`}
            style={{ left: x, top }}
            aria-label={label}
            data-tip={label}
            onPointerDown={stop}
            onPointerUp={stop}
            onClick={first.onOpen}
          >
            <svg viewBox="0 0 10 10" aria-hidden="true">
              {first.kind === 'event' ? (
                <rect x="1" y="1" width="8" height="8" fill="currentColor" />
              ) : (
                <path d="M5 0 10 9.5H0z" fill="currentColor" />
              )}
            </svg>
          </button>
        );
      })}
    </TipArea>
  );
}

function labelOf({ label }: ChartMark, others: number): string {
  return others === 0 ? label : t('{label}, and {others} more', { label, others });
}

function stop(event: PointerEvent): void {
  event.stopPropagation();
}

function clustersOf(marks: readonly ChartMark[], range: TimeRange, width: number): readonly MarkCluster[] {
  const clusters: { x: number; marks: ChartMark[] }[] = [];
  for (const mark of marks
    .filter(({ time }) => time >= range.from && time <= range.to)
    .toSorted((left, right) => left.time - right.time)) {
    const x = ((mark.time - range.from) / (range.to - range.from)) * width;
    const last = clusters.at(-1);
    if (last !== undefined && x - last.x < clusterWidth) last.marks.push(mark);
    else clusters.push({ x, marks: [mark] });
  }
  return clusters;
}
