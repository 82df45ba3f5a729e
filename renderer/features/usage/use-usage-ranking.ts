// SPDX-License-Identifier: Apache-2.0
/** Reads which containers used most of something in the range that the charts of a page show. */

import { useEffect, useState } from 'react';
import type { RankedColumn, UsageRanking } from '../../../contract/model/containers/usage-ranking.ts';
import { useClient } from '../../host/connection.ts';
import { useChartGroup } from '../../ui/chart/chart-group.tsx';
import { failureText } from '../../window/notifications.ts';
import { settleMs } from './history-params.ts';
import { t } from '../../lib/language/t.ts';

/** Limits how often a range is asked for that slides with the time: all containers are read for an answer. */
const liveStepSeconds = 60;
const longestSeconds = 31 * 86_400;

export interface RankingAnswer {
  readonly column: RankedColumn;
  readonly ranking?: UsageRanking;
  readonly failure?: string;
}

/** Undefined while the first answer comes; later ones take its place. */
export function useUsageRanking(column: RankedColumn): RankingAnswer | undefined {
  const { range, isLive } = useChartGroup();
  const client = useClient();
  const [answer, setAnswer] = useState<RankingAnswer | undefined>(undefined);
  const step = isLive ? liveStepSeconds : 1;
  const to = Math.ceil(range.to / step) * step;
  const seconds = Math.min(longestSeconds, Math.max(10, Math.ceil(range.to - range.from)));

  useEffect(() => {
    if (client === undefined || seconds <= 0 || Number.isNaN(to)) return undefined;
    const ending = new AbortController();
    const timer = setTimeout(() => {
      client
        .request('sample.rank', { column, to, seconds }, { signal: ending.signal })
        .then((ranking) => setAnswer({ column, ranking }))
        .catch((error: unknown) => {
          if (!ending.signal.aborted)
            setAnswer({ column, failure: failureText(t('cannot rank the containers'), error) });
        });
    }, settleMs);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [client, column, to, seconds]);

  return answer?.column === column ? answer : undefined;
}
