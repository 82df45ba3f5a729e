/** Values over time. Slides with the newest sample until one looks at a past range; shares crosshair and range with its group. */

import type { PointerEvent } from 'react';
import { useState } from 'react';
import { formatClock } from '../../model/moments.ts';
import type { UsageColumn, UsageRing } from '../../model/usage.ts';
import { niceMaximum, timeTicks, type AxisUnit } from './axis.ts';
import { useChartGroup } from './chart-group.tsx';
import { ChartMarks, type ChartMark } from './chart-marks.tsx';
import { linePath } from './line-path.ts';
import { largestIn, valueNear } from './series-values.ts';
import { useWidth } from './use-width.ts';

export interface ChartSeries {
  readonly label: string;
  readonly column: UsageColumn;
  readonly colour: string;
  readonly isDashed?: boolean;
}

export interface ChartLimit {
  readonly value: number;
  readonly label: string;
}

interface TimeChartProps {
  readonly title: string;
  readonly ring: UsageRing | undefined;
  readonly series: readonly ChartSeries[];
  readonly unit: AxisUnit;
  readonly format: (value: number) => string;
  readonly limit?: ChartLimit | undefined;
  /** The top of the axis at least. */
  readonly floor?: number;
  readonly marks?: readonly ChartMark[];
  readonly height?: number;
  readonly nothing?: string;
}

const axisHeight = 20;
const smallestRange = 10;

export function TimeChart({ title, ring, series, unit, format, limit, floor = 0, marks = [], height = 120, nothing = 'No samples in this range' }: TimeChartProps) {
  const { range, crosshair, setCrosshair, setRange } = useChartGroup();
  const { ref, width } = useWidth<HTMLDivElement>(480);
  const [dragFrom, setDragFrom] = useState<number | undefined>(undefined);
  const largest = largestIn(ring, series.map((one) => one.column), range);
  const showsLimit = limit !== undefined && (largest > limit.value * 0.35 || unit === 'bytes');
  const max = niceMaximum(Math.max(largest * 1.05, floor, showsLimit ? limit.value * 1.06 : 0), unit);
  const xOf = (time: number): number => ((time - range.from) / (range.to - range.from)) * width;
  const yOf = (value: number): number => height - (value / max) * height;

  function timeAt(event: PointerEvent<HTMLElement>): number {
    const box = event.currentTarget.getBoundingClientRect();
    return range.from + ((event.clientX - box.left) / box.width) * (range.to - range.from);
  }
  function handleUp(event: PointerEvent<HTMLElement>): void {
    const to = timeAt(event);
    if (dragFrom !== undefined && Math.abs(to - dragFrom) >= smallestRange) setRange({ from: Math.min(dragFrom, to), to: Math.max(dragFrom, to) });
    setDragFrom(undefined);
  }

  return (
    <figure className="chart" style={{ margin: 0 }} aria-label={title}>
      <figcaption className="chart-head">
        <h3>{title}</h3>
        {series.map((one) => (
          <span key={one.column} className="chart-legend">
            <i style={{ borderColor: one.colour, borderTopStyle: one.isDashed === true ? 'dashed' : 'solid' }} aria-hidden="true" />
            {one.label}
            <b>{wordsFor(valueNear(ring, one.column, crosshair ?? range.to), format)}</b>
          </span>
        ))}
      </figcaption>
      <div
        ref={ref}
        className="chart-plot"
        onPointerMove={(event) => setCrosshair(timeAt(event))}
        onPointerLeave={() => setCrosshair(undefined)}
        onPointerDown={(event) => setDragFrom(timeAt(event))}
        onPointerUp={handleUp}
      >
        <svg width={width} height={height + axisHeight} aria-hidden="true">
          {[0, 0.5, 1].map((share) => (
            <line key={share} className="chart-grid" x1="0" x2={width} y1={yOf(max * share) + 0.5} y2={yOf(max * share) + 0.5} />
          ))}
          {timeTicks(range).map((tick) => (
            <text key={tick} className="chart-label" x={xOf(tick)} y={height + 14} textAnchor={xOf(tick) > width - 30 ? 'end' : xOf(tick) < 24 ? 'start' : 'middle'}>
              {formatClock(tick).slice(0, range.to - range.from < 200 ? 8 : 5)}
            </text>
          ))}
          {ring !== undefined &&
            series.map((one) => {
              const path = linePath({ ring, column: one.column, range, width, height, max });
              return (
                <g key={one.column}>
                  {one.isDashed !== true && <path d={path.area} fill={one.colour} opacity="0.1" />}
                  <path d={path.line} fill="none" stroke={one.colour} strokeWidth="1.5" strokeLinejoin="round" {...(one.isDashed === true ? { strokeDasharray: '4 2' } : {})} />
                </g>
              );
            })}
          {[0.5, 1].map((share) => (
            <text key={share} className="chart-label" x="14" y={yOf(max * share) + (share === 1 ? 12 : -3)}>{format(max * share)}</text>
          ))}
          {showsLimit && (
            <>
              <line className="chart-limit" x1="0" x2={width} y1={yOf(limit.value)} y2={yOf(limit.value)} />
              <text className="chart-limit-label" x={width - 14} y={yOf(limit.value) + 12} textAnchor="end">{limit.label}</text>
            </>
          )}
          {dragFrom !== undefined && crosshair !== undefined && (
            <rect className="chart-brush" x={xOf(Math.min(dragFrom, crosshair))} width={Math.abs(xOf(crosshair) - xOf(dragFrom))} y="0" height={height} />
          )}
          {crosshair !== undefined && crosshair >= range.from && crosshair <= range.to && (
            <>
              <line className="chart-cross" x1={xOf(crosshair)} x2={xOf(crosshair)} y1="0" y2={height} />
              <rect x={xOf(crosshair) - 28} y={height + 2} width="56" height="16" rx="3" fill="var(--ink)" />
              <text x={xOf(crosshair)} y={height + 14} textAnchor="middle" fill="var(--panel)" fontSize="10.5">{formatClock(crosshair)}</text>
            </>
          )}
        </svg>
        <ChartMarks marks={marks} range={range} width={width} top={height - 8} />
        {largest === 0 && Number.isNaN(valueNear(ring, series[0]?.column ?? 'cpu', range.to)) && <div className="chart-nothing">{nothing}</div>}
      </div>
    </figure>
  );
}

function wordsFor(value: number, format: (value: number) => string): string {
  return Number.isNaN(value) ? '–' : format(value);
}
