// SPDX-License-Identifier: Apache-2.0
/**
 * Shows the figures as numbers: the ratio in the middle of all rounds, and between which ratios the middle half of them
 * lies.
 */

import { benchmarkClassLabels } from '../../../contract/wording/isolation/benchmark-labels.ts';
import type { BenchmarkRow, Spread } from '../../../contract/model/benchmark.ts';
import { Panel } from '../../ui/panel.tsx';
import { benchmarkTone, middleRate, ratioText } from './chart-scale.ts';
import { t } from '../../lib/language/t.ts';

interface BenchmarkTableProps {
  readonly rows: readonly BenchmarkRow[];
}

export function BenchmarkTable({ rows }: BenchmarkTableProps) {
  return (
    <Panel title={t('Results')} isFlush>
      <div className="table-scroll">
        <table className="table" aria-label={t('Benchmark results')}>
          <thead>
            <tr>
              <th>{t('Work')}</th>
              <th>{t('stress-ng')}</th>
              <th className="number" title={t('Operations per second, as counted by stress-ng')}>
                {t('Host, operations/s')}
              </th>
              <th className="number">{t('Plain LXC')}</th>
              <th className="number">{t('Spread')}</th>
              <th className="number">{t('Bulkhead')}</th>
              <th className="number">{t('Spread')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.class}>
                <td>{benchmarkClassLabels[row.class]}</td>
                <td className="mono muted">{row.stressor}</td>
                <td className="number">{middleRate(row.rates.host)}</td>
                <Ratio spread={row.plain} />
                <Ratio spread={row.bulkhead} isOurs />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Ratio({ spread, isOurs = false }: { readonly spread: Spread | null; readonly isOurs?: boolean }) {
  if (spread === null)
    return (
      <>
        <td className="number faint" title={t('Not measured')}>
          –
        </td>
        <td className="number faint">–</td>
      </>
    );
  return (
    <>
      <td className={`number${isOurs ? ` cost-ratio ${benchmarkTone(spread)}` : ''}`}>{ratioText(spread.median)}</td>
      <td className="number muted">
        {t('{low} to {high}', { low: ratioText(spread.low), high: ratioText(spread.high) })}
      </td>
    </>
  );
}
