// SPDX-License-Identifier: Apache-2.0
/**
 * Denials as scripts get them. An event's field names are the contract's own; a group's are given here. `group` is the id
 * of the group that counts a denial, and null for an access that was granted.
 */

import { groupIdOf } from '../../../audit/denial-tally.ts';
import { causeKindOf } from '../../../contract/model/denials/cause-kind.ts';
import type { DenialEvent, DenialGroup } from '../../../contract/model/denials/denial.ts';

export function eventJson(event: DenialEvent): object {
  const {
    time,
    serial,
    record,
    decision,
    permissive,
    permissions,
    source,
    target,
    comm,
    pid,
    exe,
    path,
    name,
    port,
    syscall,
    success,
    container,
  } = event;
  return {
    time,
    serial,
    record,
    decision,
    permissive,
    permissions,
    source,
    target,
    class: event.class,
    comm,
    pid,
    exe,
    path,
    name,
    port,
    syscall,
    success,
    container,
    group: decision === 'denied' ? groupIdOf(event) : null,
  };
}

export function groupJson(group: DenialGroup): object {
  const {
    id,
    sourceType,
    targetType,
    permissions,
    count,
    first,
    last,
    containers,
    comms,
    permissive,
    notBlocked,
    sample,
  } = group;
  return {
    id,
    kind: causeKindOf(group),
    source_type: sourceType,
    target_type: targetType,
    class: group.class,
    permissions,
    count,
    first,
    last,
    containers,
    comms,
    permissive,
    notBlocked,
    sample: eventJson(sample),
  };
}
