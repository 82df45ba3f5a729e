// SPDX-License-Identifier: Apache-2.0
/**
 * Ten thousand groups of denials, and twenty thousand more denials a second, batched as the helper batches them: for
 * measuring what the window makes of a storm.
 */

import type { Container } from '../../../../contract/model/containers/container.ts';
import type { DenialEvent, DenialGroup, GroupedEvent } from '../../../../contract/model/denials/denial.ts';
import type { DenialCell } from '../../../../contract/model/denials/denial-timeline.ts';
import type { Item } from '../../../../contract/operations/index.ts';
import type { DenialBook } from './denial-book.ts';
import { createRandom } from '../random.ts';

export interface FloodBook extends DenialBook {
  /** What came within a tenth of a second. */
  next(time: number): Item<'denial.watch'>;
}

const groupCount = 10_000;
const perBatch = 2000;
/** What the helper keeps for one consumer; it only counts the others. */
const maxEvents = 1000;
/** Groups in one batch; the others that changed come with later ones. */
const maxChanged = 300;
const cellCount = 20_000;
const classes = ['file', 'dir', 'lnk_file', 'tcp_socket', 'process', 'unix_stream_socket'] as const;
const permissions = [['read'], ['write'], ['getattr'], ['read', 'open'], ['search'], ['name_connect']] as const;
const reasons = ['other-categories', 'no-rule', 'unknown'] as const;

export function createFloodBook(containers: readonly Container[], begun: number): FloodBook {
  const random = createRandom(5);
  const groups = Array.from({ length: groupCount }, (_, index) =>
    groupOf(index, containers, begun - random.between(0, 20_000)),
  );
  let serial = 1_000_000;
  let lost = 0;

  function hit(index: number, time: number): GroupedEvent | undefined {
    const group = groups[index];
    if (group === undefined) return undefined;
    const sample = { ...group.sample, time, serial: (serial += 1) };
    groups[index] = { ...group, count: group.count + 1, last: time, sample };
    return { ...sample, group: group.id };
  }

  return {
    add: () => ({ type: 'added', groups: [], events: [], lost, auditLog: null }),
    next(time) {
      const first = Math.floor(random.next() * groupCount);
      const places = Array.from({ length: perBatch }, (_, index) => (first + index) % groupCount);
      const events = places.flatMap((place) => hit(place, time) ?? []).slice(0, maxEvents);
      lost += perBatch - events.length;
      return {
        type: 'added',
        groups: places.slice(0, maxChanged).flatMap((place) => groups[place] ?? []),
        events,
        lost,
        auditLog: null,
      };
    },
    view: (_, count) => ({
      groups: [...groups],
      events: groups.slice(0, count).map(({ id, sample }) => ({ ...sample, group: id })),
      lost,
      auditLog: null,
    }),
    timeline({ to, slotMinutes, slots }) {
      const slotSeconds = slotMinutes * 60;
      const from = (Math.floor(to / slotSeconds) - slots + 1) * slotSeconds;
      const cells = Array.from({ length: cellCount }, (_, index): DenialCell => ({
        group: index % groupCount,
        container: index % containers.length,
        slot: (index * 7) % slots,
        blocked: 1 + (index % 9),
        notBlocked: 0,
      }));
      return {
        from,
        slotSeconds,
        slots,
        groups: groups.map(({ id }) => id),
        containers: containers.map(({ name }) => name),
        cells,
        policyEvents: [],
      };
    },
  };
}

function groupOf(index: number, containers: readonly Container[], last: number): DenialGroup {
  const container = containers[index % containers.length];
  const [className = 'file', wanted = ['read'], reason = 'unknown'] = [
    classes[index % classes.length],
    permissions[Math.floor(index / 7) % permissions.length],
    reasons[index % reasons.length],
  ];
  const sourceType = `tenant_${index % 12}_t`;
  const targetType = `thing_${Math.floor(index / 12)}_t`;
  const sample: DenialEvent = {
    time: last,
    serial: index,
    record: 'AVC',
    decision: 'denied',
    permissive: false,
    permissions: [...wanted],
    source: {
      user: 'system_u',
      role: 'system_r',
      type: sourceType,
      level: `s0:${container?.categories.join(',') ?? ''}`,
    },
    target: { user: 'system_u', role: 'object_r', type: targetType, level: 's0' },
    class: className,
    comm: `program-${index % 300}`,
    pid: index,
    exe: `/usr/bin/program-${index % 300}`,
    path: `/srv/data/${index}`,
    name: null,
    inode: null,
    port: null,
    syscall: 'openat',
    success: false,
    container: container?.name ?? null,
  };
  return {
    id: index.toString(16).padStart(16, '0'),
    sourceType,
    targetType,
    class: className,
    permissions: [...wanted],
    count: 1 + (index % 50),
    first: last,
    last,
    containers: container === undefined ? [] : [container.name],
    comms: [`program-${index % 300}`],
    permissive: false,
    notBlocked: 0,
    reason,
    sample,
  };
}
