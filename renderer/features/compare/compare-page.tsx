// SPDX-License-Identifier: Apache-2.0
/** Several containers in the same charts. What is compared is in the address, so that it can be kept and gone back to. */

import StackedLineChart from '@mui/icons-material/StackedLineChart';
import { useMemo } from 'react';
import { Empty } from '../../ui/placeholder.tsx';
import { useContainers } from '../containers/containers.ts';
import { useFeeds } from '../../host/feeds.ts';
import { UsageChartGroup } from '../usage/usage-chart-group.tsx';
import { replaceRoute } from '../../window/location.ts';
import { CompareCharts } from './compare-charts.tsx';
import { CompareChoice } from './compare-choice.tsx';
import { maxLines } from '../../ui/chart/chart-series.ts';
import { metricsOf } from '../usage/usage-metrics.ts';
import { t } from '../../lib/language/t.ts';
import './compare.css';

interface ComparePageProps {
  readonly names: readonly string[];
  /** Names the metric; empty for the first. */
  readonly metric: string;
}

export function ComparePage({ names: asked, metric }: ComparePageProps) {
  const names = useSameList([...new Set(asked)].slice(0, maxLines));
  const metrics = useMemo(() => metricsOf(metric), [metric]);
  const isKnown = useFeeds(({ containers }) => containers.status === 'ready');
  const missing = useContainers(({ byName }) => names.filter((name) => !byName.has(name)).join(', '));
  const [first] = metrics;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('Compare containers')}</h1>
        {isKnown && missing !== '' && (
          <span className="badge amber">{t('Not on this host: {missing}', { missing })}</span>
        )}
      </div>
      <CompareChoice
        names={names}
        metric={metrics.length > 1 || first === undefined ? metric : first.column}
        onNames={(next) => replaceRoute({ page: 'compare', names: next, metric })}
        onMetric={(next) => replaceRoute({ page: 'compare', names, metric: next })}
      />
      {names.length === 0 ? (
        <Empty title={t('Nothing to compare yet')} icon={<StackedLineChart />}>
          {t('Choose up to {maxLines} containers above, or select them in the list and press Compare.', { maxLines })}
        </Empty>
      ) : (
        <UsageChartGroup>
          <CompareCharts names={names} metrics={metrics} />
        </UsageChartGroup>
      )}
    </div>
  );
}

/** Gives the list of before while it has the same names. */
function useSameList(names: readonly string[]): readonly string[] {
  const text = names.join('\n');
  return useMemo(() => (text === '' ? [] : text.split('\n')), [text]);
}
