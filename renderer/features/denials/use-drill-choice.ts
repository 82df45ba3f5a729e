// SPDX-License-Identifier: Apache-2.0
/** Leaves out of a screen what drills caused, until somebody wants to see it. */

import { useMemo, useState } from 'react';
import type { DenialGroup, GroupedEvent } from '../../../contract/model/denials/denial.ts';
import type { DenialTimeline } from '../../../contract/model/denials/denial-timeline.ts';
import { countOfDrill, groupsWithoutDrill, isDrillEvent, timelineWithoutDrill } from './model/drill-denials.ts';

interface Shown {
  readonly groups: ReadonlyMap<string, DenialGroup>;
  readonly events: readonly GroupedEvent[];
  readonly timeline: DenialTimeline | undefined;
}

interface DrillChoice extends Shown {
  /** How many denials the causes of drills have. */
  readonly drillCount: number;
  readonly isDrillShown: boolean;
  readonly showDrill: (isShown: boolean) => void;
}

export function useDrillChoice({ groups, events, timeline }: Shown): DrillChoice {
  const [isDrillShown, showDrill] = useState(false);
  const drillCount = useMemo(() => countOfDrill(groups.values()), [groups]);
  const kept = useMemo(() => (isDrillShown ? groups : groupsWithoutDrill(groups)), [groups, isDrillShown]);
  const keptEvents = useMemo(
    () => (isDrillShown ? events : events.filter((event) => !isDrillEvent(event))),
    [events, isDrillShown],
  );
  const keptTimeline = useMemo(
    () => (isDrillShown || timeline === undefined ? timeline : timelineWithoutDrill(timeline)),
    [timeline, isDrillShown],
  );
  return { groups: kept, events: keptEvents, timeline: keptTimeline, drillCount, isDrillShown, showDrill };
}
