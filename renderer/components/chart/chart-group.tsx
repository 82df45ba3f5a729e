/** What the charts of a page share: the right edge, the crosshair, and the past range that one looks at. */

import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import type { TimeRange } from './line-path.ts';

export interface ChartGroupState {
  readonly range: TimeRange;
  readonly isLive: boolean;
  /** Where the crosshair is; undefined when no chart is pointed at. */
  readonly crosshair: number | undefined;
  setCrosshair(time: number | undefined): void;
  /** Stops sliding and shows this range; undefined goes back to now. */
  setRange(range: TimeRange | undefined): void;
}

const ChartGroupContext = createContext<ChartGroupState | undefined>(undefined);

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
    (): ChartGroupState => ({ range: past ?? { from: time - seconds, to: time }, isLive: past === undefined, crosshair, setCrosshair, setRange }),
    [time, seconds, crosshair, past],
  );
  return <ChartGroupContext value={state}>{children}</ChartGroupContext>;
}

export function useChartGroup(): ChartGroupState {
  const state = use(ChartGroupContext);
  if (state === undefined) throw new Error('a chart stands outside of a ChartGroup');
  return state;
}
