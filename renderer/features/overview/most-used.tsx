// SPDX-License-Identifier: Apache-2.0
/** Shows which containers used most in the range that the charts show: who made a peak that one has zoomed to. */

import { useState } from 'react';
import { type RankedColumn, rankedColumns } from '../../../contract/model/containers/usage-ranking.ts';
import { useChartGroup } from '../../ui/chart/chart-group.tsx';
import { HueMark } from '../../ui/hue-mark.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Empty, Failed, Loading } from '../../ui/placeholder.tsx';
import { formatRoute } from '../../lib/route.ts';
import { formatAsOf, formatDuration } from '../../lib/moments.ts';
import { useClock } from '../../window/clock.ts';
import { type UsageMetric, usageMetrics } from '../usage/usage-metrics.ts';
import { type RankingAnswer, useUsageRanking } from '../usage/use-usage-ranking.ts';
import { t } from '../../lib/language/t.ts';
import { SelectField } from '../../ui/form/select-field.tsx';

const ranked = usageMetrics.filter(isRanked);

export function MostUsed() {
  const [column, setColumn] = useState<RankedColumn>('cpu');
  const title = useTitle();
  const answer = useUsageRanking(column);
  const metric = ranked.find((one) => one.column === column) ?? usageMetrics[0];
  return (
    <Panel
      title={title}
      actions={
        <SelectField
          isSmall
          label={t('Rank by')}
          value={column}
          options={ranked.map((one) => ({ value: one.column, label: one.title }))}
          onChange={setColumn}
        />
      }
      isFlush
    >
      <Ranking answer={answer} metric={metric} />
    </Panel>
  );
}

function useTitle(): string {
  const { range, isLive, span } = useChartGroup();
  const now = useClock((state) => state.now);
  if (isLive) return t('Used most in the last {span}', { span: formatDuration(span) });
  return t('Used most from {from} to {to}', { from: formatAsOf(range.from, now), to: formatAsOf(range.to, now) });
}

interface RankingProps {
  readonly answer: RankingAnswer | undefined;
  readonly metric: UsageMetric;
}

function Ranking({ answer, metric }: RankingProps) {
  if (answer === undefined) return <Loading label={t('Reading the history')} lines={3} />;
  const { ranking, failure } = answer;
  if (ranking === undefined) return <Failed text={failure ?? ''} />;
  const [first] = ranking.containers;
  if (first === undefined) return <Empty title={t('No container used any in this range')} />;
  return (
    <ol className="lines most-used">
      {ranking.containers.map(({ name, mean, max }) => (
        <li key={name}>
          <a className="line" href={formatRoute({ page: 'container', name, tab: 'overview' })}>
            <HueMark name={name} />
            <span className="truncate grow">{name}</span>
            <span className="most-used-bar" aria-hidden>
              <i style={{ width: `${(100 * mean) / first.mean}%` }} />
            </span>
            <b>{metric.format(mean)}</b>
            <span className="muted">{t('at most {value}', { value: metric.format(max) })}</span>
          </a>
        </li>
      ))}
    </ol>
  );
}

function isRanked(metric: UsageMetric): metric is UsageMetric & { readonly column: RankedColumn } {
  return rankedColumns.some((column) => column === metric.column);
}
