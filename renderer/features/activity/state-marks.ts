// SPDX-License-Identifier: Apache-2.0
/** Starts, stops and OOM kills of containers as marks on the axis of their charts. */

import { useMemo } from 'react';
import type { ChartMark } from '../../ui/chart/chart-marks.tsx';
import { formatClock } from '../../lib/moments.ts';
import { activityKey, isAbout, type KnownActivity, useAllActivity } from './activity.ts';
import { navigate } from '../../window/location.ts';
import { oomKillsOf, useSamples } from '../usage/samples.ts';
import { t } from '../../lib/language/t.ts';

type Happening = Readonly<Record<'time' | 'user' | 'name', string>>;

/** What a mark says of a change, by its operation. */
const stateChanges: ReadonlyMap<string, (happening: Happening) => string> = new Map([
  ['container.create', (happening) => t('{time} {user}: created {name}', happening)],
  ['container.start', (happening) => t('{time} {user}: started {name}', happening)],
  ['container.stop', (happening) => t('{time} {user}: stopped {name}', happening)],
  ['container.restart', (happening) => t('{time} {user}: restarted {name}', happening)],
  ['container.freeze', (happening) => t('{time} {user}: froze {name}', happening)],
  ['container.unfreeze', (happening) => t('{time} {user}: unfrozen {name}', happening)],
  ['container.configure', (happening) => t('{time} {user}: changed limits of {name}', happening)],
]);

/**
 * Marks changes of state and OOM kills of the containers in the map, by their names. The map holds the OOM kills that
 * the history has beside those that the window saw; a new map computes all marks again.
 */
export function useStateMarks(pastKills: ReadonlyMap<string, readonly number[]>): readonly ChartMark[] {
  const entries = useAllActivity();
  const seenKills = useSamples(() => [...pastKills.keys()].reduce((sum, name) => sum + oomKillsOf(name).length, 0));
  return useMemo(() => {
    const changes = entries
      .filter(
        (entry) =>
          entry.outcome === 'done' && pastKills.has(entry.subject ?? '') && isAbout(entry, entry.subject ?? ''),
      )
      .flatMap(changeMarks);
    return [...changes, ...[...pastKills].flatMap(([name, times]) => killMarks(name, times, seenKills))];
  }, [entries, seenKills, pastKills]);
}

/** Marks a change of state; gives no mark for what changed none. */
function changeMarks(entry: KnownActivity): readonly ChartMark[] {
  const { operation, user, subject, begunAt, endedAt } = entry;
  const name = subject ?? '';
  const label = stateChanges.get(operation)?.({ time: formatClock(begunAt), user, name });
  if (label === undefined) return [];
  return [
    {
      key: `activity-${activityKey(entry)}`,
      time: endedAt ?? begunAt,
      kind: 'event',
      label,
      onOpen: () => navigate({ page: 'activity', filter: `subject:${name}` }),
    },
  ];
}

/** `seen`: how many the window saw of all containers; a new one is a new list. */
function killMarks(name: string, past: readonly number[], seen: number): readonly ChartMark[] {
  return [...past, ...oomKillsOf(name).slice(0, seen)].map((time) => ({
    key: `oom-${name}-${time}`,
    time,
    kind: 'denial',
    label: t('{time} {name} out of memory: the kernel killed a process', { time: formatClock(time), name }),
  }));
}
