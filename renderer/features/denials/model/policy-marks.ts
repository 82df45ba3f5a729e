// SPDX-License-Identifier: Apache-2.0
/** What changed about SELinux itself, in words, for the time axis: it explains why denials begin or end. */

import type { PolicyEvent } from '../../../../contract/model/policy/policy-event.ts';
import { formatClock } from '../../../lib/moments.ts';
import { t } from '../../../lib/language/t.ts';

export interface PolicyMark {
  readonly key: string;
  readonly time: number;
  readonly label: string;
}

export function policyMarks(events: readonly PolicyEvent[]): readonly PolicyMark[] {
  return events.map((event) => ({
    key: `${event.time} ${event.serial}`,
    time: event.time,
    label: `${formatClock(event.time)}: ${policyEventLabel(event)}`,
  }));
}

/** Gives what changed, in words. */
export function policyEventLabel(event: PolicyEvent): string {
  switch (event.kind) {
    case 'policy-loaded':
      return t('a policy was loaded');
    case 'enforcing-changed':
      return event.isEnforcing ? t('SELinux is enforcing from now on') : t('SELinux is permissive from now on');
    case 'boolean-changed':
      return event.isOn
        ? t('the boolean {name} was switched on', { name: event.name })
        : t('the boolean {name} was switched off', { name: event.name });
  }
}
