// SPDX-License-Identifier: Apache-2.0
/** The figures of each compared container, and on demand its values over time: what the chart shows, as numbers. */

import { useState } from 'react';
import Button from '@mui/material/Button';
import type { ChartData } from '../../ui/chart/chart-data.ts';
import { useChartGroup } from '../../ui/chart/chart-group.tsx';
import type { ChartSeries } from '../../ui/chart/chart-series.ts';
import { Panel } from '../../ui/panel.tsx';
import { formatMoment } from '../../lib/moments.ts';
import { ContainerName } from '../containers/container-name.tsx';
import { figuresOf, valuesOverTime } from './line-figures.ts';
import { t } from '../../lib/language/t.ts';

interface CompareTableProps {
  readonly title: string;
  readonly data: ChartData<string> | undefined;
  readonly series: readonly ChartSeries[];
  readonly format: (value: number) => string;
}

export function CompareTable({ title, data, series, format }: CompareTableProps) {
  const { range } = useChartGroup();
  const [isLong, setLong] = useState(false);
  const text = (value: number): string => (Number.isNaN(value) ? '–' : format(value));
  return (
    <Panel
      title={isLong ? t('Values over time') : t('Figures for the time shown')}
      isFlush
      actions={
        <Button color="inherit" variant="outlined" aria-pressed={isLong} onClick={() => setLong(!isLong)}>
          {t('Values over time')}
        </Button>
      }
    >
      <div className="table-scroll">
        {isLong ? (
          <table className="table" aria-label={t('{title} over time', { title })}>
            <thead>
              <tr>
                <th scope="col">{t('Time')}</th>
                {series.map(({ label }) => (
                  <th key={label} scope="col" className="number">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {valuesOverTime(
                data,
                series.map(({ column }) => column),
                range,
              ).map(({ time, values }) => (
                <tr key={time}>
                  <th scope="row">{formatMoment(time, range.to - range.from)}</th>
                  {series.map(({ label }, index) => (
                    <td key={label} className="number">
                      {text(values[index] ?? Number.NaN)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        ) : (
          <table className="table" aria-label={t('{title}: figures', { title })}>
            <thead>
              <tr>
                <th scope="col">{t('Container')}</th>
                <th scope="col" className="number">
                  {t('Latest')}
                </th>
                <th scope="col" className="number">
                  {t('Least')}
                </th>
                <th scope="col" className="number">
                  {t('Mean')}
                </th>
                <th scope="col" className="number">
                  {t('Greatest')}
                </th>
              </tr>
            </thead>
            <tbody>
              {series.map(({ label, column, colour, isDashed }) => {
                const { latest, least, mean, greatest } = figuresOf(data, column, range);
                return (
                  <tr key={label}>
                    <td>
                      <span className="compare-name">
                        <i
                          style={{ borderColor: colour, borderTopStyle: isDashed === true ? 'dashed' : 'solid' }}
                          aria-hidden="true"
                        />
                        <ContainerName name={label} />
                      </span>
                    </td>
                    {[latest, least, mean, greatest].map((value, index) => (
                      <td key={index} className="number">
                        {text(value)}
                      </td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </div>
    </Panel>
  );
}
