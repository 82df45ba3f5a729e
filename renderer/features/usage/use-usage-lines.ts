// SPDX-License-Identifier: Apache-2.0
/**
 * What a chart of several containers or interfaces draws: the live samples while their range is among the last minutes,
 * else what the helper keeps of that range.
 */

import { useEffect, useMemo, useState } from 'react';
import type { UsageHistory } from '../../../contract/model/containers/usage-history.ts';
import { useClient } from '../../host/connection.ts';
import type { ChartData } from '../../ui/chart/chart-data.ts';
import { useChartGroup } from '../../ui/chart/chart-group.tsx';
import { failureText } from '../../window/notifications.ts';
import { createHistoryData, oomTimesOf } from './history-data.ts';
import { historyParams, isLiveRange, settleMs } from './history-params.ts';
import { joinHistories, joinSamples, type LineSource } from './joint-data.ts';
import { containerRing, hostRing, interfaceRing, useSamples } from './samples.ts';
import type { LiveColumn } from './usage.ts';
import { t } from '../../lib/language/t.ts';

/** What is measured of a container, of the host, or of an interface of either. */
interface UsageSubject {
  /** Undefined for the host. */
  readonly container: string | undefined;
  readonly interface?: string;
}

/** Describes one line of a chart: a column of a subject. */
export interface UsageLine {
  /** Names the line in the data. */
  readonly key: string;
  readonly subject: UsageSubject;
  readonly column: LiveColumn;
}

export interface UsageLines {
  readonly data: ChartData<string> | undefined;
  /** Why there is nothing to draw; undefined while there is something. */
  readonly nothing: string | undefined;
  /** OOM kills of the past that is shown, of each container. */
  readonly oomTimes: ReadonlyMap<string, readonly number[]>;
}

interface Answer {
  /** The lines that it is about. */
  readonly lines: readonly UsageLine[];
  readonly histories?: ReadonlyMap<string, UsageHistory>;
  readonly failure?: string;
}

const noTimes: ReadonlyMap<string, readonly number[]> = new Map();

/** `lines` has to stay the same list. */
export function useUsageLines(lines: readonly UsageLine[]): UsageLines {
  const { range } = useChartGroup();
  const newest = useSamples((state) => state.time);
  const generation = useSamples((state) => state.generation);
  const client = useClient();
  const [answer, setAnswer] = useState<Answer | undefined>(undefined);
  const isLive = isLiveRange(range, newest);
  const { from, to } = range;

  useEffect(() => {
    if (isLive || client === undefined || lines.length === 0) return undefined;
    const ending = new AbortController();
    const { signal } = ending;
    const ask = async ([id, { subject, columns }]: readonly [string, Asked]): Promise<[string, UsageHistory]> => [
      id,
      await client.request('sample.history', historyParams({ from, to }, { ...subject, columns }), { signal }),
    ];
    const timer = setTimeout(() => {
      Promise.all([...askedOf(lines)].map(ask))
        .then((histories) => setAnswer({ lines, histories: new Map(histories) }))
        .catch((error: unknown) => {
          if (!signal.aborted) setAnswer({ lines, failure: failureText(t('cannot read the history'), error) });
        });
    }, settleMs);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [isLive, client, lines, from, to]);

  const live = useMemo(() => liveData(lines, generation), [lines, generation]);
  return useMemo((): UsageLines => {
    if (isLive) return { data: live, nothing: undefined, oomTimes: noTimes };
    if (answer?.lines !== lines) return { data: undefined, nothing: t('Reading the history'), oomTimes: noTimes };
    const { histories, failure } = answer;
    if (histories === undefined) return { data: undefined, nothing: failure, oomTimes: noTimes };
    const data = joinHistories(sourcesOf(lines, histories));
    return {
      data,
      nothing: data === undefined ? t('Nothing was kept of this time') : undefined,
      oomTimes: killsOf(lines, histories),
    };
  }, [isLive, live, lines, answer]);
}

interface Asked {
  readonly subject: UsageSubject;
  readonly columns: (LiveColumn | 'oomKills')[];
}

/** Makes one question for each subject. */
function askedOf(lines: readonly UsageLine[]): ReadonlyMap<string, Asked> {
  const asked = new Map<string, Asked>();
  for (const { subject, column } of lines) {
    const id = idOf(subject);
    const known = asked.get(id);
    if (known !== undefined) known.columns.push(column);
    else asked.set(id, { subject, columns: subject.interface === undefined ? ['oomKills', column] : [column] });
  }
  return asked;
}

function idOf({ container = '', interface: name = '' }: UsageSubject): string {
  return `${container}/${name}`;
}

/** A new `generation` means that the rings have begun again. */
function liveData(lines: readonly UsageLine[], generation: number): ChartData<string> | undefined {
  if (generation < 0) return undefined;
  const byKey = new Map(lines.map((line) => [line.key, line]));
  return joinSamples(hostRing(), (key): LineSource => {
    const line = byKey.get(key);
    return line === undefined
      ? { data: undefined, column: 'cpu' }
      : { data: ringOf(line.subject), column: line.column };
  });
}

function ringOf({ container, interface: name }: UsageSubject): ChartData<LiveColumn> | undefined {
  if (name !== undefined) return interfaceRing(container, name);
  return container === undefined ? hostRing() : containerRing(container);
}

function sourcesOf(
  lines: readonly UsageLine[],
  histories: ReadonlyMap<string, UsageHistory>,
): ReadonlyMap<string, LineSource> {
  const data = new Map([...histories].map(([id, history]) => [id, createHistoryData(history)]));
  const measured = new Set([...histories].filter(([, { series }]) => series.length > 0).map(([id]) => id));
  return new Map(
    lines.map(({ key, subject, column }) => {
      const id = idOf(subject);
      return [key, { data: measured.has(id) ? data.get(id) : undefined, column }];
    }),
  );
}

function killsOf(
  lines: readonly UsageLine[],
  histories: ReadonlyMap<string, UsageHistory>,
): ReadonlyMap<string, readonly number[]> {
  return new Map(
    lines.flatMap(({ subject }) => {
      const history = histories.get(idOf(subject));
      return subject.container === undefined || history === undefined
        ? []
        : [[subject.container, oomTimesOf(history)] as const];
    }),
  );
}
