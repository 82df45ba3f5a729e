// SPDX-License-Identifier: Apache-2.0
/** What every screen of denials needs: the denials, over time, whose they are, why, and what is open. */

import { useCallback } from 'react';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import { groupReason, type GroupReason } from './model/denial-tone.ts';
import { useContainerList } from '../containers/context/category-owners.ts';
import { useThrottledDenials } from './throttled-denials.ts';
import { useClock } from '../../window/clock.ts';
import { chooseDenialTime, useDenialTime } from './denial-time.ts';
import { useDenialTimeline } from './timeline-store.ts';
import { eventKey } from './denials.ts';
import { openDenial, openGroup, useDrawer } from './drawer.ts';
import { useKnownCauses } from './explanation/known-causes.ts';

/** The denials of the host, or of one container, and how they are shown. */
export function useDenialScreen(container: string | undefined) {
  const time = useDenialTime();
  const { groups, events, lost } = useThrottledDenials();
  const view = useDenialTimeline(time.scale, container);
  const owners = useContainerList();
  const now = useClock((state) => state.now);
  const content = useDrawer((state) => state.content);
  const knownOf = useKnownCauses(groups);
  const reasonOf = useCallback((group: DenialGroup): GroupReason => groupReason(group, knownOf(group)), [knownOf]);
  return {
    groups,
    events,
    lost,
    timeline: view.status === 'ready' ? view.timeline : undefined,
    time,
    onTime: chooseDenialTime,
    owners,
    reasonOf,
    keyOf: eventKey,
    now,
    openGroup: content.kind === 'group' ? content.id : undefined,
    openEvent: content.kind === 'denial' ? content.key : undefined,
    onOpenGroup: useCallback((id: string) => openGroup(id, container), [container]),
    onOpenEvent: openDenial,
  };
}
