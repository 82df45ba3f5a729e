// SPDX-License-Identifier: Apache-2.0
/** Leaves out of a screen what is about no container, until somebody wants to see it. */

import { useMemo, useState } from 'react';
import { isOfHost } from '../../../contract/model/denials/cause-kind.ts';
import type { DenialGroup, GroupedEvent } from '../../../contract/model/denials/denial.ts';
import type { DenialTimeline } from '../../../contract/model/denials/denial-timeline.ts';

interface Shown {
  readonly groups: ReadonlyMap<string, DenialGroup>;
  readonly events: readonly GroupedEvent[];
  readonly timeline: DenialTimeline | undefined;
  /** Gives the time since which denials count. */
  readonly since: number;
}

interface HostChoice extends Omit<Shown, 'since'> {
  /** How many causes since then are the host's own. */
  readonly hostCount: number;
  readonly isHostShown: boolean;
  readonly showHost: (isShown: boolean) => void;
}

export function useHostChoice({ groups, events, timeline, since }: Shown): HostChoice {
  const [isHostShown, showHost] = useState(false);
  const ofHost = useMemo(() => new Set([...groups.values()].filter(isOfHost).map(({ id }) => id)), [groups]);
  const hostCount = useMemo(
    () => [...ofHost].filter((id) => (groups.get(id)?.last ?? 0) >= since).length,
    [groups, ofHost, since],
  );
  const kept = useMemo(
    () => (isHostShown ? groups : new Map([...groups].filter(([id]) => !ofHost.has(id)))),
    [groups, ofHost, isHostShown],
  );
  const keptEvents = useMemo(
    () => (isHostShown ? events : events.filter(({ group }) => group === null || !ofHost.has(group))),
    [events, ofHost, isHostShown],
  );
  const keptTimeline = useMemo(
    () => (isHostShown || timeline === undefined ? timeline : timelineWithout(timeline, ofHost)),
    [timeline, ofHost, isHostShown],
  );
  return { groups: kept, events: keptEvents, timeline: keptTimeline, hostCount, isHostShown, showHost };
}

function timelineWithout(timeline: DenialTimeline, groups: ReadonlySet<string>): DenialTimeline {
  const left = timeline.groups.map((id) => !groups.has(id));
  return { ...timeline, cells: timeline.cells.filter(({ group }) => group === null || left[group] === true) };
}
