// SPDX-License-Identifier: Apache-2.0
/**
 * Denials over time: a row for each container, a cell for each slot, the stronger coloured the more there were.
 * Drag over it, or use the arrow keys with Shift, to see only those of a stretch of time.
 */

import { useState, type PointerEvent } from 'react';
import type { TimeRange } from '../../../lib/time-range.ts';
import type { HeatRow } from '../model/denial-timeline.ts';
import { useWidth } from '../../../ui/chart/use-width.ts';
import { HeatAxis } from './heat-axis.tsx';
import { HeatMarks, type HeatMark, HeatMarksLegend } from './heat-marks.tsx';
import { HeatRowCells } from './heat-row-cells.tsx';
import { HeatRowName } from './heat-row-name.tsx';
import type { HeatScale } from './heat-scale.ts';
import { slotLabel } from './slot-labels.ts';
import { useHeatKeys } from './use-heat-keys.ts';
import { t } from '../../../lib/language/t.ts';
import './heat.css';

interface HeatMapProps {
  readonly scale: HeatScale;
  readonly rows: readonly HeatRow[];
  readonly marks?: readonly HeatMark[];
  readonly selection: TimeRange | undefined;
  readonly onSelect: (range: TimeRange | undefined) => void;
  /** Pressing a container's name shows only its denials; undefined where all are of one container. */
  readonly onContainer: ((name: string) => void) | undefined;
}

/** A row is as high as a button with a container's name has to be. */
const rowHeight = 24;
const noMarks: readonly HeatMark[] = [];

export function HeatMap({ scale, rows, marks = noMarks, selection, onSelect, onContainer }: HeatMapProps) {
  const { ref, width } = useWidth<HTMLDivElement>(640);
  const [dragFrom, setDragFrom] = useState<number | undefined>(undefined);
  const [pointed, setPointed] = useState<number | undefined>(undefined);
  const keys = useHeatKeys(scale.slots, (first, last) => select(first, last));
  const slotWidth = width / scale.slots;
  const most = Math.max(
    1,
    ...rows.flatMap(({ counts }) => counts.map(({ blocked, notBlocked }) => blocked + notBlocked)),
  );
  const height = Math.max(1, rows.length) * rowHeight;
  const cursor = pointed ?? keys.cursor;

  function select(first: number, last: number): void {
    const range = {
      from: scale.from + Math.min(first, last) * scale.slotSeconds,
      to: scale.from + (Math.max(first, last) + 1) * scale.slotSeconds,
    };
    onSelect(selection?.from === range.from && selection.to === range.to ? undefined : range);
  }
  function slotAt(event: PointerEvent<HTMLElement>): number {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min(scale.slots - 1, Math.max(0, Math.floor((event.clientX - box.left) / (box.width / scale.slots))));
  }
  function handleDown(event: PointerEvent<HTMLElement>): void {
    event.currentTarget.setPointerCapture(event.pointerId);
    setDragFrom(slotAt(event));
  }
  function handleUp(event: PointerEvent<HTMLElement>): void {
    if (dragFrom !== undefined) select(dragFrom, slotAt(event));
    setDragFrom(undefined);
  }

  return (
    <div className="heat">
      <div className="heat-names">
        {rows.map((row) => (
          <HeatRowName key={keyOf(row)} row={row} onContainer={onContainer} />
        ))}
      </div>
      <div className="heat-plot">
        <div
          ref={ref}
          className="heat-field"
          role="slider"
          tabIndex={0}
          aria-label={t('Denials over time')}
          aria-description={t(
            'Left and right move, with Shift they select a time range, Enter selects one slot, Escape shows all',
          )}
          aria-valuemin={0}
          aria-valuemax={scale.slots - 1}
          aria-valuenow={keys.cursor ?? scale.slots - 1}
          aria-valuetext={slotLabel(scale, rows, keys.cursor ?? scale.slots - 1)}
          style={{ height }}
          onPointerMove={(event) => setPointed(slotAt(event))}
          onPointerLeave={() => setPointed(undefined)}
          onPointerDown={handleDown}
          onPointerUp={handleUp}
          onPointerCancel={() => setDragFrom(undefined)}
          onKeyDown={(event) => keys.handleKey(event, () => onSelect(undefined))}
          onBlur={keys.forget}
        >
          <svg width={width} height={height} aria-hidden="true">
            {rows.map((row, index) => (
              <HeatRowCells
                key={keyOf(row)}
                counts={row.counts}
                most={most}
                top={index * rowHeight + 2}
                height={rowHeight - 2}
                slotWidth={slotWidth}
              />
            ))}
          </svg>
          {selection !== undefined && <Shades scale={scale} selection={selection} />}
          {dragFrom !== undefined && pointed !== undefined && (
            <Stretch
              first={Math.min(dragFrom, pointed)}
              last={Math.max(dragFrom, pointed)}
              slots={scale.slots}
              className="heat-drag"
            />
          )}
          {cursor !== undefined && <Stretch first={cursor} last={cursor} slots={scale.slots} className="heat-cursor" />}
        </div>
        <HeatMarks marks={marks} scale={scale} />
        <HeatAxis scale={scale} width={width} />
      </div>
      <HeatMarksLegend marks={marks} scale={scale} />
      <p className="heat-words" aria-hidden="true">
        {cursor === undefined ? '' : slotLabel(scale, rows, cursor)}
      </p>
    </div>
  );
}

/** No container is called like the keys of the others. */
function keyOf({ container }: HeatRow): string {
  return container ?? (container === null ? ' host' : ' others');
}

/** What is not selected, dimmed. */
function Shades({ scale, selection }: { readonly scale: HeatScale; readonly selection: TimeRange }) {
  const share = (time: number): number =>
    Math.min(100, Math.max(0, ((time - scale.from) / (scale.slots * scale.slotSeconds)) * 100));
  return (
    <>
      <i className="heat-shade" style={{ left: 0, width: `${share(selection.from)}%` }} />
      <i className="heat-shade" style={{ left: `${share(selection.to)}%`, right: 0 }} />
      <i
        className="heat-selection"
        style={{ left: `${share(selection.from)}%`, width: `${share(selection.to) - share(selection.from)}%` }}
      />
    </>
  );
}

function Stretch({
  first,
  last,
  slots,
  className,
}: {
  readonly first: number;
  readonly last: number;
  readonly slots: number;
  readonly className: string;
}) {
  return (
    <i
      className={className}
      style={{ left: `${(first / slots) * 100}%`, width: `${((last - first + 1) / slots) * 100}%` }}
    />
  );
}
