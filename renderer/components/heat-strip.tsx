/** Denials over time as a strip of bars; press one, or drag over several, to see only those. */

import { useState } from 'react';
import type { HeatSlice } from '../model/heat.ts';
import { formatClock } from '../model/moments.ts';
import type { TimeRange } from './chart/time-range.ts';

interface HeatStripProps {
  readonly slices: readonly HeatSlice[];
  readonly selection: TimeRange | undefined;
  readonly onSelect: (range: TimeRange | undefined) => void;
}

const height = 72;
const barHeight = 50;
/** Seconds between the times below the strip. */
const tick = 600;

export function HeatStrip({ slices, selection, onSelect }: HeatStripProps) {
  const [dragFrom, setDragFrom] = useState<HeatSlice | undefined>(undefined);
  const most = Math.max(4, ...slices.map((slice) => slice.stopped + slice.noted));
  const share = 100 / Math.max(1, slices.length);

  function handleUp(slice: HeatSlice): void {
    const from = dragFrom ?? slice;
    const range = { from: Math.min(from.from, slice.from), to: Math.max(from.to, slice.to) };
    setDragFrom(undefined);
    onSelect(selection?.from === range.from && selection.to === range.to ? undefined : range);
  }

  return (
    <div className="heat" role="group" aria-label="Denials over time" style={{ height }}>
      {slices.map((slice, index) => {
        const total = slice.stopped + slice.noted;
        const isDimmed = selection !== undefined && (slice.to <= selection.from || slice.from >= selection.to);
        const label = `${formatClock(slice.from).slice(0, 5)} to ${formatClock(slice.to).slice(0, 5)}: ${total === 0 ? 'none' : `${slice.stopped} stopped, ${slice.noted} only noted`}`;
        return (
          <button
            key={slice.from}
            type="button"
            aria-label={label}
            aria-pressed={selection !== undefined && !isDimmed}
            title={label}
            style={{ left: `${index * share}%`, width: `${share}%`, height: barHeight, opacity: isDimmed ? 0.3 : 1 }}
            onPointerDown={() => setDragFrom(slice)}
            onPointerUp={() => handleUp(slice)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' || event.key === ' ') handleUp(slice);
            }}
          >
            <i className="heat-cell" style={{ height: 2, background: 'var(--track)' }} />
            {slice.noted > 0 && <i className="heat-cell" style={{ height: 3 + (total / most) * (barHeight - 6), background: 'color-mix(in srgb, var(--amber) 85%, var(--panel))' }} />}
            {slice.stopped > 0 && <i className="heat-cell" style={{ height: 3 + (slice.stopped / most) * (barHeight - 6), background: 'color-mix(in srgb, var(--red) 85%, var(--panel))' }} />}
          </button>
        );
      })}
      <div className="heat-axis" aria-hidden="true">
        {slices.map((slice, index) => (Math.round(slice.from) % tick === 0 && index > 0 ? <span key={slice.from} style={{ left: `${index * share}%` }}>{formatClock(slice.from).slice(0, 5)}</span> : null))}
      </div>
    </div>
  );
}
