// SPDX-License-Identifier: Apache-2.0
/** Says what changed shortly before a cause of denials was first seen. */

import { useMemo } from 'react';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import type { PolicyEvent } from '../../../contract/model/policy/policy-event.ts';
import { formatElapsed } from '../../lib/moments.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { t } from '../../lib/language/t.ts';
import { activityLabel } from './activity-labels.ts';
import { useActivity } from './activity.ts';
import { findPrecedingChange, precedingSeconds, type PrecedingChange } from './preceding-change.ts';
import { policyEventLabel } from '../denials/model/policy-marks.ts';
import { useDenialTimeline } from '../denials/timeline-store.ts';

const none: readonly PolicyEvent[] = [];

export function FirstSeenAfter({ group }: { readonly group: DenialGroup }) {
  const { first, containers } = group;
  // Slots begin at full ten minutes: two hold all that were before it.
  const before = useMemo(() => ({ slots: 2, slotMinutes: precedingSeconds / 60, to: first + 1 }), [first]);
  const view = useDenialTimeline(before, undefined);
  const events = view.status === 'ready' ? view.timeline.policyEvents : none;
  const entries = useActivity((state) => state.entries);
  const change = useMemo(
    () => findPrecedingChange({ first, containers }, entries, events),
    [first, containers, entries, events],
  );
  if (change === undefined) return null;
  const elapsed = formatElapsed((first - change.time) * 1000);
  return (
    <p className="muted">
      {t('First seen {elapsed} after a change, which may be why: {change}.', { elapsed, change: wordsOf(change) })}
    </p>
  );
}

function wordsOf(change: PrecedingChange): string {
  if (change.kind === 'policy') return policyEventLabel(change.event);
  const { subject, user } = change.entry;
  const what = visibleText([activityLabel(change.entry), subject ?? ''].join(' ').trim());
  return t('{what}, by {user}', { what, user });
}
