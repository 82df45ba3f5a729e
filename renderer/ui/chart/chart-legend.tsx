// SPDX-License-Identifier: Apache-2.0
/** Shows the head of a chart: its title, and its lines with the values under the crosshair, or the newest. */

import type { ReactNode } from 'react';
import type { ChartData } from './chart-data.ts';
import { useChartGroup, useCrosshair } from './chart-group.tsx';
import type { ChartSeries, LineToggles } from './chart-series.ts';
import { valueNear } from './series-values.ts';
import { t } from '../../lib/language/t.ts';

interface ChartLegendProps<Column extends string> {
  readonly title: string;
  readonly data: ChartData<Column> | undefined;
  readonly series: readonly ChartSeries<Column>[];
  readonly format: (value: number) => string;
  readonly toggles: LineToggles | undefined;
  /** The lines are named once for several charts, in a {@link SharedLegend}. */
  readonly isShared: boolean;
  /** Shows these beside the title. */
  readonly actions: ReactNode;
}

export function ChartLegend<Column extends string>({
  title,
  data,
  series,
  format,
  toggles,
  isShared,
  actions,
}: ChartLegendProps<Column>) {
  const { range } = useChartGroup();
  const time = useCrosshair() ?? range.to;
  return (
    <figcaption className="chart-head">
      <h3>{title}</h3>
      {actions}
      {!isShared && (
        <div className="chart-legends">
          {series.map((one) => (
            <LegendEntry key={one.column} series={one} toggles={toggles}>
              <b>{labelFor(valueNear(data, one.column, time), format)}</b>
            </LegendEntry>
          ))}
        </div>
      )}
    </figcaption>
  );
}

interface SharedLegendProps {
  readonly series: readonly ChartSeries[];
  readonly toggles: LineToggles;
}

/** The lines of several charts that have the same ones, without values. */
export function SharedLegend({ series, toggles }: SharedLegendProps) {
  return (
    <div className="chart-legends shared" role="group" aria-label={t('Lines')}>
      {series.map((one) => (
        <LegendEntry key={one.column} series={one} toggles={toggles} />
      ))}
    </div>
  );
}

interface LegendEntryProps {
  readonly series: ChartSeries;
  readonly toggles: LineToggles | undefined;
  readonly children?: ReactNode;
}

function LegendEntry({ series: { label, colour, isDashed }, toggles, children }: LegendEntryProps) {
  const content = (
    <>
      <i style={{ borderColor: colour, borderTopStyle: isDashed === true ? 'dashed' : 'solid' }} aria-hidden="true" />
      {label}
      {children}
    </>
  );
  if (toggles === undefined) return <span className="chart-legend">{content}</span>;
  return (
    <button
      type="button"
      className="chart-legend toggle"
      aria-pressed={!toggles.hidden.has(label)}
      title={t('Hides or shows the line; with Shift {label} alone', { label })}
      onClick={(event) => toggles.onToggle(label, event.shiftKey)}
    >
      {content}
    </button>
  );
}

function labelFor(value: number, format: (value: number) => string): string {
  return Number.isNaN(value) ? '–' : format(value);
}
