// SPDX-License-Identifier: Apache-2.0
/**
 * What the charts of a page share: how much time they show, the past range that one looks at, and the crosshair.
 * The crosshair is apart from the rest, so that moving it redraws lines and numbers that follow it, not the charts.
 */

import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import { rangeOf, type TimeChoice } from '../../lib/time-choice.ts';
import type { TimeRange } from '../../lib/time-range.ts';
import { panRange, zoomRange } from './range-moves.ts';

export interface ChartGroupState {
  readonly choice: TimeChoice;
  /** The moments of the choice at present. */
  readonly range: TimeRange;
  readonly isLive: boolean;
  /** Seconds that are shown while they slide with the time. */
  readonly span: number;
  setCrosshair(time: number | undefined): void;
  /** Stops sliding and shows this range; undefined goes back to now. */
  setRange(range: TimeRange | undefined): void;
  setChoice(choice: TimeChoice): void;
  /** Moves by a share of what is shown, back when it is negative. */
  pan(share: number): void;
  /** Shows `factor` times as much, around that time or the middle. */
  zoom(factor: number, at?: number): void;
}

const ChartGroupContext = createContext<ChartGroupState | undefined>(undefined);
const CrosshairContext = createContext<number | undefined>(undefined);

interface ChartGroupProps {
  /** Gives the time of the newest sample. */
  readonly time: number;
  /** Gives the range that is shown where nothing else was chosen. */
  readonly seconds: number;
  readonly choice: TimeChoice | undefined;
  readonly onChoice: (choice: TimeChoice) => void;
  readonly children: ReactNode;
}

/** A long range slides by about a pixel at once: each second would draw the same picture. */
const stepsOfRange = 400;

export function ChartGroup({ time, seconds, choice: chosen, onChoice, children }: ChartGroupProps) {
  const [crosshair, setCrosshair] = useState<number | undefined>(undefined);
  const usual = useMemo((): TimeChoice => ({ kind: 'last', seconds }), [seconds]);
  const choice = chosen ?? usual;
  const span = useLastSpan(choice, seconds);
  const slide = span <= seconds ? 0 : span / stepsOfRange;
  const edge = slide === 0 ? time : Math.ceil(time / slide) * slide;
  const state = useMemo((): ChartGroupState => {
    const range = rangeOf(choice, edge);
    const show = (past: TimeRange): void => onChoice({ kind: 'between', from: past.from, to: past.to });
    return {
      choice,
      range,
      isLive: choice.kind === 'last',
      span,
      setCrosshair,
      setRange: (past) => (past === undefined ? onChoice({ kind: 'last', seconds: span }) : show(past)),
      setChoice: onChoice,
      pan: (share) => show(panRange(range, share, edge)),
      zoom: (factor, at = (range.from + range.to) / 2) => show(zoomRange(range, factor, { at, newest: edge })),
    };
  }, [edge, span, choice, onChoice]);
  return (
    <ChartGroupContext value={state}>
      <CrosshairContext value={crosshair}>{children}</CrosshairContext>
    </ChartGroupContext>
  );
}

/** How much time was shown when it last slid: what one goes back to. */
function useLastSpan(choice: TimeChoice, usual: number): number {
  const [last, setLast] = useState(usual);
  if (choice.kind !== 'last') return last;
  if (choice.seconds !== last) setLast(choice.seconds);
  return choice.seconds;
}

export function useChartGroup(): ChartGroupState {
  const state = use(ChartGroupContext);
  if (state === undefined) throw new Error('a chart is outside of a ChartGroup');
  return state;
}

/** Gives the time at the crosshair; undefined when no chart is pointed at. */
export function useCrosshair(): number | undefined {
  return use(CrosshairContext);
}
