// SPDX-License-Identifier: Apache-2.0
/**
 * What the charts of a page share: how much time they show, the past range that one looks at, and the crosshair.
 * The crosshair is apart from the rest, so that moving it redraws lines and numbers that follow it, not the charts.
 */

import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import { panRange, zoomRange } from './range-moves.ts';
import type { TimeRange } from './time-range.ts';

export interface ChartGroupState {
  readonly range: TimeRange;
  readonly isLive: boolean;
  /** Seconds that are shown while they slide with the time. */
  readonly span: number;
  setCrosshair(time: number | undefined): void;
  /** Stops sliding and shows this range; undefined goes back to now. */
  setRange(range: TimeRange | undefined): void;
  /** Slides, and shows that much. */
  setSpan(seconds: number): void;
  /** Moves by a share of what is shown, back when it is negative. */
  pan(share: number): void;
  /** Shows `factor` times as much, around that time or the middle. */
  zoom(factor: number, at?: number): void;
}

const ChartGroupContext = createContext<ChartGroupState | undefined>(undefined);
const CrosshairContext = createContext<number | undefined>(undefined);

interface ChartGroupProps {
  /** Time of the newest sample. */
  readonly time: number;
  /** Shown at first. */
  readonly seconds: number;
  readonly children: ReactNode;
}

/** A long range slides by about a pixel at once: each second would draw the same picture. */
const stepsOfRange = 400;

export function ChartGroup({ time, seconds, children }: ChartGroupProps) {
  const [crosshair, setCrosshair] = useState<number | undefined>(undefined);
  const [past, setRange] = useState<TimeRange | undefined>(undefined);
  const [span, setLength] = useState(seconds);
  const slide = span <= seconds ? 0 : span / stepsOfRange;
  const edge = slide === 0 ? time : Math.ceil(time / slide) * slide;
  const state = useMemo((): ChartGroupState => {
    const range = past ?? { from: edge - span, to: edge };
    return {
      range,
      isLive: past === undefined,
      span,
      setCrosshair,
      setRange,
      setSpan(length) {
        setLength(length);
        setRange(undefined);
      },
      pan: (share) => setRange(panRange(range, share, edge)),
      zoom: (factor, at = (range.from + range.to) / 2) => setRange(zoomRange(range, factor, { at, newest: edge })),
    };
  }, [edge, span, past]);
  return (
    <ChartGroupContext value={state}>
      <CrosshairContext value={crosshair}>{children}</CrosshairContext>
    </ChartGroupContext>
  );
}

export function useChartGroup(): ChartGroupState {
  const state = use(ChartGroupContext);
  if (state === undefined) throw new Error('a chart is outside of a ChartGroup');
  return state;
}

/** Where the crosshair is; undefined when no chart is pointed at. */
export function useCrosshair(): number | undefined {
  return use(CrosshairContext);
}
