// SPDX-License-Identifier: Apache-2.0
/**
 * What the charts of a page share: the right edge, the past range that one looks at, and the crosshair.
 * The crosshair is apart from the rest, so that moving it redraws lines and numbers that follow it, not the charts.
 */

import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import type { TimeRange } from './time-range.ts';

export interface ChartGroupState {
  readonly range: TimeRange;
  readonly isLive: boolean;
  setCrosshair(time: number | undefined): void;
  /** Stops sliding and shows this range; undefined goes back to now. */
  setRange(range: TimeRange | undefined): void;
}

const ChartGroupContext = createContext<ChartGroupState | undefined>(undefined);
const CrosshairContext = createContext<number | undefined>(undefined);

interface ChartGroupProps {
  /** Time of the newest sample. */
  readonly time: number;
  readonly seconds: number;
  readonly children: ReactNode;
}

export function ChartGroup({ time, seconds, children }: ChartGroupProps) {
  const [crosshair, setCrosshair] = useState<number | undefined>(undefined);
  const [past, setRange] = useState<TimeRange | undefined>(undefined);
  const state = useMemo(
    (): ChartGroupState => ({
      range: past ?? { from: time - seconds, to: time },
      isLive: past === undefined,
      setCrosshair,
      setRange,
    }),
    [time, seconds, past],
  );
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
