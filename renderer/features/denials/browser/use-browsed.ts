// SPDX-License-Identifier: Apache-2.0
/**
 * What of the denials is looked at: the stretch of time that was brushed, what was searched for, and the part of the
 * matrix that was opened. The same for the picture, the causes and the events.
 */

import { useMemo, useState } from 'react';
import type { DenialGroup, GroupedEvent } from '../../../../contract/model/denials/denial.ts';
import type { DenialTimeline } from '../../../../contract/model/denials/denial-timeline.ts';
import { type Cause, type CauseOrder, causesOf, causesWithin, joinCauses } from '../model/causes.ts';
import { type DenialFlow, flowsOf } from '../model/denial-flows.ts';
import { eventSubject } from '../model/denial-search.ts';
import type { TimeRange } from '../../../lib/time-range.ts';
import { countsByGroup } from '../model/denial-timeline.ts';
import type { DenialTime } from '../denial-time.ts';
import { isIgnoredIn, useIgnored } from '../ignored-causes.ts';
import type { GroupReason } from '../model/denial-tone.ts';
import { type FocusStep, flowsWithin } from '../picture/picture-focus.ts';
import { matchesSearch, parseSearch } from '../../../../contract/search/search.ts';

interface BrowsedSource {
  readonly groups: ReadonlyMap<string, DenialGroup>;
  readonly events: readonly GroupedEvent[];
  readonly timeline: DenialTimeline | undefined;
  readonly time: DenialTime;
  readonly filter: string;
  /** Keeps the denials of this container only; those of all when undefined. */
  readonly container: string | undefined;
  readonly reasonOf: (group: DenialGroup) => GroupReason;
}

export interface Browsed {
  /** The part of the time that was brushed. */
  readonly range: TimeRange | undefined;
  readonly setRange: (range: TimeRange | undefined) => void;
  readonly order: CauseOrder;
  readonly setOrder: (order: CauseOrder) => void;
  /** How the part of the matrix was reached; empty at the top. */
  readonly steps: readonly FocusStep[];
  readonly setSteps: (steps: readonly FocusStep[]) => void;
  /** Holds the flows of the whole matrix. */
  readonly flows: readonly DenialFlow[];
  /** Within the steps, like the causes and the events. */
  readonly shownFlows: readonly DenialFlow[];
  readonly causes: readonly Cause[];
  /** Causes that the person ignores; picture and events have them all the same. */
  readonly ignored: readonly Cause[];
  readonly events: readonly GroupedEvent[];
  /** What the search leaves; undefined without one. */
  readonly foundGroups: ReadonlySet<string> | undefined;
}

export function useBrowsed({ groups, events, timeline, time, filter, container, reasonOf }: BrowsedSource): Browsed {
  const { since, past } = time;
  const [brushed, setRange] = useState<TimeRange | undefined>(undefined);
  const range = brushed ?? past;
  const [order, setOrder] = useState<CauseOrder>('action');
  const [steps, setSteps] = useState<readonly FocusStep[]>([]);
  const terms = useMemo(() => parseSearch(filter), [filter]);
  const counts = useMemo(
    () => (timeline === undefined ? undefined : countsByGroup(timeline, range)),
    [timeline, range],
  );
  const found = useMemo(
    () => causesOf(groups.values(), { terms, order, since, range, container, counts, reasonOf }),
    [groups, terms, order, since, range, container, counts, reasonOf],
  );
  const flows = useMemo(
    () =>
      flowsOf({
        groups: found.map(({ group }) => group),
        counts,
        toneOf: (group) => reasonOf(group).tone,
        container,
      }),
    [found, counts, container, reasonOf],
  );
  const shownFlows = useMemo(() => flowsWithin(flows, steps, container !== undefined), [flows, steps, container]);
  const isPart = steps.length > 0;
  const keys = useIgnored();
  const { causes, ignored } = useMemo(() => {
    const all = isPart ? causesWithin(found, shownFlows) : found;
    const isIgnored = ({ group }: Cause): boolean => isIgnoredIn(keys, group);
    return {
      causes: joinCauses(all.filter((cause) => !isIgnored(cause))),
      ignored: joinCauses(all.filter(isIgnored)).map((cause) => ({ ...cause, isIgnored: true })),
    };
  }, [found, shownFlows, isPart, keys]);
  const shownEvents = useMemo(() => {
    const parts = isPart ? new Set(shownFlows.map((flow) => partOf(flow.group.id, flow.container))) : undefined;
    return events.filter(
      (event) =>
        event.time >= since &&
        isWithin(event, container, range) &&
        (parts === undefined || (event.group !== null && parts.has(partOf(event.group, event.container)))) &&
        matchesSearch(eventSubject(event), terms),
    );
  }, [events, container, since, range, terms, shownFlows, isPart]);
  const foundGroups = useMemo(
    () => (terms.length === 0 ? undefined : new Set(found.map(({ group }) => group.id))),
    [terms, found],
  );
  return {
    range: brushed,
    setRange,
    order,
    setOrder,
    steps,
    setSteps,
    flows,
    shownFlows,
    causes,
    ignored,
    events: shownEvents,
    foundGroups,
  };
}

function partOf(group: string, container: string | null): string {
  return `${group} ${container ?? ''}`;
}

function isWithin(event: GroupedEvent, container: string | undefined, range: TimeRange | undefined): boolean {
  return (
    (container === undefined || event.container === container) &&
    (range === undefined || (event.time >= range.from && event.time < range.to))
  );
}
