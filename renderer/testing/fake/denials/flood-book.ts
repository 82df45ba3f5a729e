// SPDX-License-Identifier: Apache-2.0
/**
 * Very many groups of denials, and twenty thousand more denials a second, batched as the helper batches them: for
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

const perBatch = 2000;
/** What the helper keeps for one consumer; it only counts the others. */
const maxEvents = 1000;
/** Groups in one batch; the others that changed come with later ones. */
const maxChanged = 300;
const cellsPerGroup = 2;
const classes = ['file', 'dir', 'lnk_file', 'tcp_socket', 'process', 'unix_stream_socket'] as const;
const permissions = [['read'], ['write'], ['getattr'], ['read', 'open'], ['search'], ['name_connect']] as const;
const reasons = ['other-categories', 'no-rule', 'unknown'] as const;

export function createFloodBook(containers: readonly Container[], begun: number, groupCount: number): FloodBook {
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
      const places = Array.from({ length: Math.min(perBatch, groupCount) }, (_, index) => (first + index) % groupCount);
      const events = places.flatMap((place) => hit(place, time) ?? []).slice(0, maxEvents);
      lost += places.length - events.length;
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
      const cells = Array.from({ length: groupCount * cellsPerGroup }, (_, index): DenialCell => ({
        group: index % groupCount,
        container: placeOf(index % groupCount, containers.length),
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

/** Every seventeenth is of a process of the host. */
function placeOf(index: number, containers: number): number | null {
  return index % 17 === 5 || containers === 0 ? null : index % containers;
}

const hostDomains = ['dnsmasq_t', 'lxcfs_t', 'systemd_logind_t', 'sshd_t'] as const;
const targets = ['etc', 'var_log', 'sysctl_net', 'proc', 'device', 'usr', 'init', 'port'] as const;

function groupOf(index: number, containers: readonly Container[], last: number): DenialGroup {
  const place = placeOf(index, containers.length);
  const container = place === null ? undefined : containers[place];
  const [className = 'file', wanted = ['read'], reason = 'unknown'] = [
    classes[index % classes.length],
    permissions[Math.floor(index / 7) % permissions.length],
    reasons[index % reasons.length],
  ];
  const isPermissive = index % 23 === 7;
  const sourceType =
    container === undefined
      ? (hostDomains[index % hostDomains.length] ?? 'init_t')
      : (container.domain ?? 'bulkhead_t');
  const isOther = reason === 'other-categories' && container !== undefined;
  const targetType = isOther ? 'bulkhead_file_t' : `${targets[index % targets.length] ?? 'etc'}_${index}_t`;
  const sample: DenialEvent = {
    time: last,
    serial: index,
    record: 'AVC',
    decision: 'denied',
    permissive: isPermissive,
    permissions: [...wanted],
    source: {
      user: 'system_u',
      role: 'system_r',
      type: sourceType,
      level: `s0:${container?.categories.join(',') ?? ''}`,
    },
    target: { user: 'system_u', role: 'object_r', type: targetType, level: isOther ? 's0:c901,c902' : 's0' },
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
    containers: container === undefined ? [] : [index % 31 === 30 ? 'drill-attacker-0a1b2c' : container.name],
    comms: [`program-${index % 300}`],
    permissive: isPermissive,
    notBlocked: isPermissive ? 1 + (index % 50) : 0,
    reason: isOther || reason !== 'other-categories' ? reason : 'unknown',
    sample,
  };
}
