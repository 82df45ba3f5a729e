// SPDX-License-Identifier: Apache-2.0
/** Denials for tests: one process of a container that reads a file of another. */

import type { DenialEvent, DenialGroup, GroupedEvent } from '../../contract/model/denials/denial.ts';

export function fakeEvent(changes: Partial<DenialEvent> = {}): DenialEvent {
  return {
    time: 1_795_533_833.415,
    serial: 1196,
    record: 'AVC',
    decision: 'denied',
    permissive: false,
    permissions: ['read'],
    source: { user: 'system_u', role: 'system_r', type: 'bulkhead_t', level: 's0:c5,c6' },
    target: { user: 'system_u', role: 'object_r', type: 'bulkhead_file_t', level: 's0:c1,c2' },
    class: 'file',
    comm: 'cat',
    pid: 3339,
    exe: null,
    path: null,
    name: 'secret',
    inode: null,
    port: null,
    syscall: null,
    success: null,
    container: 'web',
    ...changes,
  };
}

export function fakeGroupedEvent(changes: Partial<GroupedEvent> = {}): GroupedEvent {
  return { ...fakeEvent(), group: fakeGroup().id, ...changes };
}

export function fakeGroup(changes: Partial<DenialGroup> = {}): DenialGroup {
  return {
    id: '0123456789abcdef',
    sourceType: 'bulkhead_t',
    targetType: 'bulkhead_file_t',
    class: 'file',
    permissions: ['read'],
    count: 3,
    first: 1_795_533_000,
    last: 1_795_533_833.415,
    containers: ['web'],
    comms: ['cat'],
    permissive: false,
    notBlocked: 0,
    reason: 'other-categories',
    sample: fakeEvent(),
    ...changes,
  };
}
