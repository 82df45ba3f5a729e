// SPDX-License-Identifier: Apache-2.0
/** What one consumer wants to see of the denials: since when, of which container. */

import { createDenialGroups, type DenialGroups } from '../../../../audit/denial-groups.ts';
import type { AuditLog } from '../../../../contract/model/denials/audit-log.ts';
import type { DenialEvent, DenialGroup, GroupedEvent } from '../../../../contract/model/denials/denial.ts';

export interface DenialFilter {
  readonly since?: number | undefined;
  readonly container?: string | undefined;
}

export interface DenialView {
  readonly groups: DenialGroup[];
  /** The oldest comes first. */
  readonly events: GroupedEvent[];
  readonly lost: number;
  /** Says whether auditd writes its log. */
  readonly auditLog: AuditLog | null;
}

export function isWanted(filter: DenialFilter, event: DenialEvent): boolean {
  return (
    (filter.since === undefined || event.time >= filter.since) &&
    (filter.container === undefined || event.container === filter.container)
  );
}

/**
 * Groups of the wanted events only, so that counts are those of the container and the time asked for; as far back as
 * single events are kept.
 */
export function groupsOf(filter: DenialFilter, events: readonly DenialEvent[]): DenialGroups {
  const groups = createDenialGroups();
  for (const event of events) if (isWanted(filter, event)) groups.add(event);
  return groups;
}
