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
  /** Containers of which the last run of a job could take no backup. */
  readonly failingBackups: () => readonly string[];
  /** Jobs of backups whose last run failed as a whole, or could not remove older backups. */
  readonly failingJobs: () => readonly string[];
  readonly tables: Pick<SharedTableUse, 'percent' | 'holder'>;
  /** Seconds since the epoch: denials of before are history, of which nobody is alerted. */
  readonly begunAt: number;
}

interface ObservationsState extends ObservationsOptions {
  sample: Sample | undefined;
  events: AlertEvent[];
  readonly oomKills: Map<string, number>;
  readonly containers: Map<string, Container>;
  /** Containers that ran since the helper started. */
  readonly haveRun: Set<string>;
  readonly causes: Set<string>;
}

export function createObservations(options: ObservationsOptions): Observations {
  const observations: ObservationsState = {
    ...options,
    sample: undefined,
    events: [],
    oomKills: new Map<string, number>(),
    containers: new Map<string, Container>(),
    haveRun: new Set<string>(),
    causes: new Set<string>(),
  };
  return {
    takeSample(next) {
      observations.sample = next;
      for (const one of next.containers) if (!isDrillContainer(one.name)) countOomKills(observations, one);
    },
    takeContainers: (item) => takeContainers(observations, item),
    takeDenials: (item) => takeDenials(observations, item),
    takeNewHoles(count) {
      if (count > 0) observations.events.push({ kind: 'new-hole', subject: hostSubject, count });
    },
    values: (kind) => measure(observations, kind),
    holder(kind) {
      const table = watchedTable(kind);
      return table === undefined ? undefined : observations.tables.holder(table);
    },
    takeEvents: () => takeEvents(observations),
  };
}

function countOomKills(observations: ObservationsState, { name, oomKills: count }: ContainerSample): void {
  const before = observations.oomKills.get(name);
  if (count === null) return;
  observations.oomKills.set(name, count);
  if (before === undefined) return;
  // It counts from zero in a container that was started again.
  const more = count >= before ? count - before : count;
  if (more > 0) observations.events.push({ kind: 'oom', subject: name, count: more });
}

function takeContainer(observations: ObservationsState, container: Container, isKnown: boolean): void {
  const { name, startedAt } = container;
  const before = observations.containers.get(name);
  observations.containers.set(name, container);
  if (startedAt === null || isDrillContainer(name)) return;
  observations.haveRun.add(name);
  const wasStarted = before === undefined ? isKnown : before.startedAt !== startedAt;
  if (wasStarted) observations.events.push({ kind: 'restart-loop', subject: name, count: 1 });
}

function forget({ containers, haveRun, oomKills }: ObservationsState, name: string): void {
  containers.delete(name);
  haveRun.delete(name);
  oomKills.delete(name);
}

function measureContainers(
  { containers }: ObservationsState,
  valueOf: (container: Container) => boolean,
): ReadonlyMap<string, number> {
  const found = [...containers.values()].filter((one) => !isDrillContainer(one.name) && valueOf(one));
  return new Map(found.map(({ name }) => [name, 1]));
}

function measureSamples(
  observations: ObservationsState,
  valueOf: (sample: ContainerSample) => number | null,
): ReadonlyMap<string, number> {
  return new Map(
    (observations.sample?.containers ?? []).flatMap((one) => {
      const value = isDrillContainer(one.name) ? null : valueOf(one);
      return value === null ? [] : [[one.name, value]];
    }),
  );
}

function isRecent({ begunAt }: ObservationsState, time: number): boolean {
  return time >= begunAt;
}

function takeContainers(observations: ObservationsState, item: Item<'container.watch'>): void {
  if (item.type === 'snapshot') for (const one of item.containers) takeContainer(observations, one, false);
  else if (item.type === 'changed') takeContainer(observations, item.container, true);
  else forget(observations, item.name);
}

function takeDenials(observations: ObservationsState, { type, events: denied, groups }: Item<'denial.watch'>): void {
  for (const { container, decision, time } of denied)
    if (
      type === 'added' &&
      container !== null &&
      decision === 'denied' &&
      isRecent(observations, time) &&
      !isDrillContainer(container)
    )
      observations.events.push({ kind: 'denials', subject: container, count: 1 });
  for (const { id, first, sample: latest } of groups) {
    if (observations.causes.has(id)) continue;
    observations.causes.add(id);
    const { container } = latest;
    if (type === 'added' && container !== null && isRecent(observations, first) && !isDrillContainer(container))
      observations.events.push({ kind: 'new-cause', subject: container, count: 1 });
  }
}

function measure(observations: ObservationsState, kind: AlertKindName): ReadonlyMap<string, number> {
  switch (kind) {
    case 'container-cpu':
      return measureSamples(observations, ({ cpuPercent }) => cpuPercent);
    case 'container-memory':
      return measureSamples(observations, ({ memoryBytes, memoryMax }) => percentOf(memoryBytes, memoryMax));
    case 'container-pressure':
      return measureSamples(observations, ({ pressure }) => pressure.memory);
    case 'container-disk':
      return measureSamples(observations, ({ diskBytes, diskMax }) => percentOf(diskBytes, diskMax));
    case 'host-cpu':
      return ofHost(observations.sample?.host.cpuPercent ?? null);
    case 'host-memory':
      return ofHost(
        percentOf(observations.sample?.host.memoryBytes ?? null, observations.sample?.host.memoryTotal ?? null),
      );
    case 'host-disk': {
      const { totalBytes, freeBytes } = observations.disk();
      return ofHost(percentOf(totalBytes - freeBytes, totalBytes));
    }
    case 'neighbour-table':
      return ofHost(observations.tables.percent('neighbours'));
    case 'connection-table':
      return ofHost(observations.tables.percent('connections'));
    case 'container-stopped':
      return measureContainers(
        observations,
        ({ name, state }) => state === 'stopped' && observations.haveRun.has(name),
      );
    case 'log-suspended':
      return ofHost(observations.auditLog()?.state === 'suspended' ? 1 : null);
    case 'not-enforced':
      return measureContainers(observations, isNotIsolated);
    case 'snapshot-failed':
      return new Map(observations.failingSnapshots().map((name) => [name, 1]));
    case 'backup-failed':
      return new Map(observations.failingBackups().map((name) => [name, 1]));
    case 'backup-job-failed':
      return ofHost(observations.failingJobs().length > 0 ? 1 : null);
    case 'oom':
    case 'restart-loop':
    case 'denials':
    case 'new-cause':
    case 'new-hole':
      return new Map();
  }
}

function takeEvents(observations: ObservationsState): readonly AlertEvent[] {
  const taken = observations.events;
  observations.events = [];
  return taken;
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
