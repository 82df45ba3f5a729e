// SPDX-License-Identifier: Apache-2.0
/** Starts, stops and OOM kills of a container as marks on the axis of its charts. */

import { useMemo } from 'react';
import type { ChartMark } from '../../ui/chart/chart-marks.tsx';
import { formatClock } from '../../lib/moments.ts';
import { operationLabel } from '../../host/operation-labels.ts';
import { useActivity } from '../activity/activity.ts';
import { navigate } from '../../window/location.ts';
import { oomKillsOf, useSamples } from '../usage/samples.ts';

const stateChanges: ReadonlySet<string> = new Set([
  'container.create',
  'container.start',
  'container.stop',
  'container.restart',
  'container.freeze',
  'container.unfreeze',
  'container.configure',
]);

/** `pastKills` are OOM kills that the history has, beside those that the window saw. */
export function useStateMarks(name: string, pastKills: readonly number[]): readonly ChartMark[] {
  const entries = useActivity((state) => state.entries);
  const oomCount = useSamples(() => oomKillsOf(name).length);
  return useMemo(() => {
    const changes = entries
      .filter((entry) => entry.subject === name && entry.outcome === 'done' && stateChanges.has(entry.operation))
      .map((entry): ChartMark => ({
        key: `activity-${entry.id}`,
        time: entry.endedAt ?? entry.begunAt,
        kind: 'event',
        label: `${formatClock(entry.begunAt)} ${entry.user}: ${operationLabel(entry.operation).toLowerCase()} ${name}`,
        onOpen: () => navigate({ page: 'activity', filter: `subject:${name}` }),
      }));
    const kills = [...pastKills, ...oomKillsOf(name).slice(0, oomCount)].map((time): ChartMark => ({
      key: `oom-${time}`,
      time,
      kind: 'denial',
      label: `${formatClock(time)} out of memory: the kernel killed a process`,
    }));
    return [...changes, ...kills];
  }, [entries, name, oomCount, pastKills]);
}
