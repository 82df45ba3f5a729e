// SPDX-License-Identifier: Apache-2.0
/**
 * What the rules look at: gathers samples, changes of containers and denials, and says what each kind of rule measures
 * of them. The host's own subject is the empty text, which is the name of no container.
 */

import { watchedTable } from '../../../contract/model/alerts/alert.ts';
import type { AlertKindName } from '../../../contract/model/alerts/alert-kinds.ts';
import { isDrillContainer } from '../../../contract/rules/drill-containers.ts';
import type { AuditLog } from '../../../contract/model/denials/audit-log.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { ContainerSample, Sample } from '../../../contract/model/containers/sample.ts';
import type { HostDisk } from '../../../contract/model/host/disk.ts';
import type { TableHolder } from '../../../contract/model/host/table-holder.ts';
import type { Item } from '../../../contract/operations/index.ts';
import type { SharedTableUse } from '../networks/ports.ts';

export const hostSubject = '';

interface AlertEvent {
  readonly kind: AlertKindName;
  readonly subject: string;
  readonly count: number;
}

export interface Observations {
  takeSample(sample: Sample): void;
  takeContainers(item: Item<'container.watch'>): void;
  takeDenials(item: Item<'denial.watch'>): void;
  takeNewHoles(count: number): void;
  /** What a kind measures now, by subject; nothing for kinds that count events. */
  values(kind: AlertKindName): ReadonlyMap<string, number>;
  /** Who holds most of what a kind measures, where that is known. */
  holder(kind: AlertKindName): TableHolder | undefined;
  /** The events that came since the last call. */
  takeEvents(): readonly AlertEvent[];
}

export interface ObservationsOptions {
  readonly disk: () => HostDisk;
  readonly auditLog: () => AuditLog | null;
  /** Containers whose schedule could not take its last snapshot. */
  readonly failingSnapshots: () => readonly string[];
  readonly tables: Pick<SharedTableUse, 'percent' | 'holder'>;
  /** Seconds since the epoch: denials of before are history, of which nobody is alerted. */
  readonly begunAt: number;
}

export function createObservations(options: ObservationsOptions): Observations {
  const { disk, auditLog, failingSnapshots, tables, begunAt } = options;
  let sample: Sample | undefined;
  let events: AlertEvent[] = [];
  const oomKills = new Map<string, number>();
  const containers = new Map<string, Container>();
  /** Containers that ran since the helper started. */
  const haveRun = new Set<string>();
  const causes = new Set<string>();

  function countOomKills({ name, oomKills: count }: ContainerSample): void {
    const before = oomKills.get(name);
    if (count === null) return;
    oomKills.set(name, count);
    if (before === undefined) return;
    // It counts from zero in a container that was started again.
    const more = count >= before ? count - before : count;
    if (more > 0) events.push({ kind: 'oom', subject: name, count: more });
  }

  function takeContainer(container: Container, isKnown: boolean): void {
    const { name, startedAt } = container;
    const before = containers.get(name);
    containers.set(name, container);
    if (startedAt === null || isDrillContainer(name)) return;
    haveRun.add(name);
    const wasStarted = before === undefined ? isKnown : before.startedAt !== startedAt;
    if (wasStarted) events.push({ kind: 'restart-loop', subject: name, count: 1 });
  }

  function forget(name: string): void {
    containers.delete(name);
    haveRun.delete(name);
    oomKills.delete(name);
  }

  function ofContainers(valueOf: (container: Container) => boolean): ReadonlyMap<string, number> {
    const found = [...containers.values()].filter((one) => !isDrillContainer(one.name) && valueOf(one));
    return new Map(found.map(({ name }) => [name, 1]));
  }

  function ofSamples(valueOf: (sample: ContainerSample) => number | null): ReadonlyMap<string, number> {
    return new Map(
      (sample?.containers ?? []).flatMap((one) => {
        const value = isDrillContainer(one.name) ? null : valueOf(one);
        return value === null ? [] : [[one.name, value]];
      }),
    );
  }

  return {
    takeSample(next) {
      sample = next;
      for (const one of next.containers) if (!isDrillContainer(one.name)) countOomKills(one);
    },
    takeContainers(item) {
      if (item.type === 'snapshot') for (const one of item.containers) takeContainer(one, false);
      else if (item.type === 'changed') takeContainer(item.container, true);
      else forget(item.name);
    },
    takeDenials({ type, events: denied, groups }) {
      for (const { container, decision, time } of denied)
        if (
          type === 'added' &&
          container !== null &&
          decision === 'denied' &&
          isRecent(time) &&
          !isDrillContainer(container)
        )
          events.push({ kind: 'denials', subject: container, count: 1 });
      for (const { id, first, sample: latest } of groups) {
        if (causes.has(id)) continue;
        causes.add(id);
        const { container } = latest;
        if (type === 'added' && container !== null && isRecent(first) && !isDrillContainer(container))
          events.push({ kind: 'new-cause', subject: container, count: 1 });
      }
    },
    takeNewHoles(count) {
      if (count > 0) events.push({ kind: 'new-hole', subject: hostSubject, count });
    },
    values(kind) {
      switch (kind) {
        case 'container-cpu':
          return ofSamples(({ cpuPercent }) => cpuPercent);
        case 'container-memory':
          return ofSamples(({ memoryBytes, memoryMax }) => percentOf(memoryBytes, memoryMax));
        case 'container-disk':
          return ofSamples(({ diskBytes, diskMax }) => percentOf(diskBytes, diskMax));
        case 'host-cpu':
          return ofHost(sample?.host.cpuPercent ?? null);
        case 'host-memory':
          return ofHost(percentOf(sample?.host.memoryBytes ?? null, sample?.host.memoryTotal ?? null));
        case 'host-disk': {
          const { totalBytes, freeBytes } = disk();
          return ofHost(percentOf(totalBytes - freeBytes, totalBytes));
        }
        case 'neighbour-table':
          return ofHost(tables.percent('neighbours'));
        case 'connection-table':
          return ofHost(tables.percent('connections'));
        case 'container-stopped':
          return ofContainers(({ name, state }) => state === 'stopped' && haveRun.has(name));
        case 'log-suspended':
          return ofHost(auditLog()?.state === 'suspended' ? 1 : null);
        case 'not-enforced':
          return ofContainers(isNotIsolated);
        case 'snapshot-failed':
          return new Map(failingSnapshots().map((name) => [name, 1]));
        default:
          return new Map();
      }
    },
    holder(kind) {
      const table = watchedTable(kind);
      return table === undefined ? undefined : tables.holder(table);
    },
    takeEvents() {
      const taken = events;
      events = [];
      return taken;
    },
  };

  function isRecent(time: number): boolean {
    return time >= begunAt;
  }
}

function isNotIsolated({ isManaged, isolation, confinement }: Container): boolean {
  return isManaged && confinement !== 'learning' && isolation.state === 'not-isolated';
}

function ofHost(value: number | null): ReadonlyMap<string, number> {
  return value === null ? new Map() : new Map([[hostSubject, value]]);
}

function percentOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : (part / whole) * 100;
}
