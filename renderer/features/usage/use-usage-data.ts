// SPDX-License-Identifier: Apache-2.0
/**
 * What the charts of a page draw: the live samples while their range is among the last minutes, else what the helper
 * keeps of that range.
 */

import { useEffect, useMemo, useState } from 'react';
import type { UsageHistory } from '../../../contract/model/containers/usage-history.ts';
import { useClient } from '../../host/connection.ts';
import type { ChartData } from '../../ui/chart/chart-data.ts';
import { useChartGroup } from '../../ui/chart/chart-group.tsx';
import { failureText } from '../../window/notifications.ts';
import { createHistoryData, oomTimesOf } from './history-data.ts';
import { historyParams, isLiveRange, settleMs } from './history-params.ts';
import { interfaceNames, useSamples } from './samples.ts';
import type { LiveColumn, UsageRing } from './usage.ts';
import { t } from '../../lib/language/t.ts';

export interface UsageData {
  readonly data: ChartData<LiveColumn> | undefined;
  /** Why there is nothing to draw; undefined while the answer is drawn, or comes. */
  readonly nothing: string | undefined;
  /** OOM kills of the past that is shown. */
  readonly oomTimes: readonly number[];
  /** Lists the network interfaces in that time, where there is more than one. */
  readonly interfaces: readonly string[];
}

interface Answer {
  readonly subject: string | undefined;
  readonly history?: UsageHistory;
  readonly failure?: string;
}

const noTimes: readonly number[] = [];
const noNames: readonly string[] = [];

/** `container` is undefined for the host. */
export function useUsageData(container: string | undefined, live: UsageRing | undefined): UsageData {
  const { range } = useChartGroup();
  const newest = useSamples((state) => state.time);
  const client = useClient();
  const [answer, setAnswer] = useState<Answer | undefined>(undefined);
  const isLive = isLiveRange(range, newest);
  const liveInterfaces = useSamples(() => interfaceNames(container));
  const { from, to } = range;

  useEffect(() => {
    if (isLive || client === undefined) return undefined;
    const ending = new AbortController();
    const timer = setTimeout(() => {
      client
        .request('sample.history', historyParams({ from, to }, { container }), { signal: ending.signal })
        .then((history) => setAnswer({ subject: container, history }))
        .catch((error: unknown) => {
          if (!ending.signal.aborted)
            setAnswer({ subject: container, failure: failureText(t('cannot read the history'), error) });
        });
    }, settleMs);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [isLive, client, container, from, to]);

  return useMemo((): UsageData => {
    if (isLive) return { data: live, nothing: undefined, oomTimes: noTimes, interfaces: liveInterfaces };
    if (answer === undefined || answer.subject !== container)
      return { data: undefined, nothing: t('Reading the history'), oomTimes: noTimes, interfaces: noNames };
    const { history, failure } = answer;
    if (history === undefined) return { data: undefined, nothing: failure, oomTimes: noTimes, interfaces: noNames };
    return {
      data: createHistoryData(history),
      nothing: history.series.length === 0 ? t('Nothing was kept of this time') : undefined,
      oomTimes: oomTimesOf(history),
      interfaces: history.interfaces.length > 1 ? history.interfaces : noNames,
    };
  }, [isLive, live, liveInterfaces, answer, container]);
}
