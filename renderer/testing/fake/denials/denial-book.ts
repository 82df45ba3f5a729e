// SPDX-License-Identifier: Apache-2.0
/** Groups denials as the helper does, and notifies those who watch. */

import type { AuditLog } from '../../../../contract/model/denials/audit-log.ts';
import type { DenialEvent, DenialGroup, GroupedEvent } from '../../../../contract/model/denials/denial.ts';
import type { Item, Params, Result } from '../../../../contract/operations/index.ts';
import { fakeGroupId } from './fake-group-id.ts';
import { fakeTimeline } from './fake-timeline.ts';

export interface DenialBook {
  add(event: DenialEvent, reason: DenialGroup['reason']): Item<'denial.watch'>;
  view(container: string | undefined, events: number): Omit<Item<'denial.watch'>, 'type'>;
  timeline(range: Params<'denial.timeline'>): Result<'denial.timeline'>;
}

export function createDenialBook(auditLog: AuditLog): DenialBook {
  const groups = new Map<string, DenialGroup>();
  const events: GroupedEvent[] = [];

  return {
    add(event, reason) {
      const group = merged(groups, event, reason);
      const grouped = { ...event, group: group.id };
      events.push(grouped);
      if (events.length > 3000) events.shift();
      groups.set(group.id, group);
      return { type: 'added', groups: [group], events: [grouped], lost: 0, auditLog };
    },
    view: (container, count) => ({
      groups: [...groups.values()]
        .filter((group) => container === undefined || group.containers.includes(container))
        .sort((left, right) => right.last - left.last),
      events:
        count === 0
          ? []
          : events.filter((event) => container === undefined || event.container === container).slice(-count),
      lost: 0,
      auditLog,
    }),
    timeline: (range) => fakeTimeline(events, range),
  };
}

function merged(
  groups: ReadonlyMap<string, DenialGroup>,
  event: DenialEvent,
  reason: DenialGroup['reason'],
): DenialGroup {
  const sourceType = event.source?.type ?? '?';
  const targetType = event.target?.type ?? '?';
  const className = event.class ?? '?';
  const id = fakeGroupId(event);
  const known = groups.get(id);
  return {
    id,
    sourceType,
    targetType,
    class: className,
    permissions: event.permissions,
    count: (known?.count ?? 0) + 1,
    first: known?.first ?? event.time,
    last: event.time,
    containers: [...new Set([...(known?.containers ?? []), ...(event.container === null ? [] : [event.container])])],
    comms: [...new Set([...(known?.comms ?? []), ...(event.comm === null ? [] : [event.comm])])],
    permissive: (known?.permissive ?? true) && event.permissive === true,
    notBlocked: (known?.notBlocked ?? 0) + (event.permissive === true ? 1 : 0),
    reason,
    sample: event,
  };
}
