// SPDX-License-Identifier: Apache-2.0
/**
 * A host that exists only in this page: containers, samples, denials and an activity log that live as long as it does.
 * It serves the real contract, so what is built and tested against it speaks the real protocol.
 */

import { judgeFake } from './isolation/fake-verdicts.ts';
import type { AuditLog } from '../../../contract/model/denials/audit-log.ts';
import type { GivenActivity } from '../../../contract/model/activity.ts';
import type { GivenChange } from '../../../contract/model/policy/change.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { Snapshot } from '../../../contract/model/containers/snapshot.ts';
import type { Sample } from '../../../contract/model/containers/sample.ts';
import type { ContainerChange } from '../../../contract/operations/container.ts';
import type { Item } from '../../../contract/operations/index.ts';
import { createBroadcast, type Broadcast } from './broadcast.ts';
import { createDenialBook, type DenialBook } from './denials/denial-book.ts';
import { fakeAuditLog } from './fake-audit-log.ts';
import type { Grant } from '../../../contract/model/access/access.ts';
import type { Preset } from '../../../contract/preset.ts';
import { seedGrants } from './seed-grants.ts';
import { seedPresets } from './fake-presets.ts';
import type { FakeConsole } from './containers/fake-shell.ts';
import { fakeMember, seedContainers } from './containers/fake-containers.ts';
import { createDenialSource } from './denials/fake-denials.ts';
import { createFloodBook } from './denials/flood-book.ts';
import { createFakeAlerts, type FakeAlerts, seedAlerts } from './fake-alerts.ts';
import { type FakeImage, seedImages } from './images/seed-images.ts';
import { createSampleSource } from './fake-samples.ts';

export interface FakeHost {
  readonly hostname: string;
  readonly selinux: 'enforcing' | 'permissive' | 'disabled';
  readonly containers: Map<string, Container>;
  /** It is a member of a cluster of Incus. */
  readonly hasCluster: boolean;
  /** The name that it has there. */
  readonly member: string;
  /** What its members have, and no other host. */
  readonly clusterSecret: string;
  /** Names of members that are evacuated. */
  readonly evacuated: Set<string>;
  readonly history: readonly Sample[];
  readonly denials: DenialBook;
  readonly auditLog: AuditLog;
  /** What of the host's own services works. */
  readonly services: { hasBridge: boolean };
  /** Holds the snapshots by container, newest first. */
  readonly snapshots: Map<string, Snapshot[]>;
  /** Holds the images by name. */
  readonly images: Map<string, FakeImage>;
  /** Holds the presets by name. */
  readonly presets: Map<string, Preset>;
  readonly grants: Grant[];
  /** The host's own addresses on networks that were set up, by their names. */
  readonly ownNetworks: Map<string, string>;
  /** Holds the sessions that are kept, by their ids. */
  readonly consoles: Map<string, FakeConsole>;
  readonly activity: GivenActivity[];
  /** Holds the changes by the entry of the activity log. */
  readonly changes: Map<number, GivenChange>;
  /** What undoes those changes that are seen on a container. */
  readonly reverts: Map<number, () => void>;
  readonly containerChanges: Broadcast<ContainerChange>;
  readonly samples: Broadcast<Sample>;
  readonly denialsAdded: Broadcast<Item<'denial.watch'>>;
  /** Says until when dontaudit denials are logged, and who watches. */
  readonly dontaudit: { until: number | null; readonly changes: Broadcast<Item<'denial.watch-dontaudit'>> };
  readonly activityChanges: Broadcast<GivenActivity>;
  readonly alerts: FakeAlerts;
  change(container: Container): void;
  remove(name: string): void;
  log(entry: Omit<GivenActivity, 'id'>): GivenActivity;
  now(): number;
  stop(): void;
}

export interface FakeHostOptions {
  readonly hostname: string;
  readonly selinux?: FakeHost['selinux'];
  readonly containers?: number;
  /** They are containers of Incus, in turns on so many members of a cluster. */
  readonly members?: number;
  /** Gives the place of the host among the members; the first one when left out. */
  readonly place?: number;
  /** Holds the secret of another cluster, for a host that claims what it likes. */
  readonly clusterSecret?: string;
  /** It is a member of a cluster of Incus, also where no container is of Incus. */
  readonly hasCluster?: boolean;
  /** Sets the number of groups of denials that are there from the start; no other comes by itself. */
  readonly causes?: number;
  /** Denials pour in, for the groups above, or for ten thousand. */
  readonly isFlooded?: boolean;
  /** auditd has stopped writing its log. */
  readonly isBlind?: boolean;
  /** LXC's bridge is up; true when left out. */
  readonly hasBridge?: boolean;
  readonly now?: () => number;
}

const floodedGroups = 10_000;

export function createFakeHost(options: FakeHostOptions): FakeHost {
  const { hostname, selinux = 'enforcing', containers: count, causes, isFlooded = false, isBlind = false } = options;
  const { members = 0, place = 0 } = options;
  const ownMember = fakeMember(place);
  const now = options.now ?? (() => Date.now() / 1000);
  const begun = now();
  const seeds = seedContainers(begun, { count, members, place }).map((one) => withoutSelinux(one, selinux));
  const containers = new Map(judgeFake(seeds, selinux, begun).map((container) => [container.name, container]));
  const samples = createBroadcast<Sample>();
  const containerChanges = createBroadcast<ContainerChange>();
  const denialsAdded = createBroadcast<Item<'denial.watch'>>();
  const activityChanges = createBroadcast<GivenActivity>();
  const alerts = createFakeAlerts();
  seedAlerts(alerts, new Set(containers.keys()), begun);
  const sampleSource = createSampleSource();
  const denialSource = createDenialSource();
  const flood =
    isFlooded || causes !== undefined
      ? createFloodBook([...containers.values()], begun, causes ?? floodedGroups)
      : undefined;
  const auditLog = fakeAuditLog(isBlind, begun);
  const denials = flood ?? createDenialBook(auditLog);
  const history: Sample[] = [];
  const activity = seedActivity(begun);
  let nextActivity = activity.length + 1;

  /** Only the helper of a container's member sees more of it than what is configured. */
  const measured = (): readonly Container[] =>
    [...containers.values()].filter(({ member }) => member === null || member === ownMember);

  function deny(time: number): void {
    const event = selinux === 'disabled' || flood !== undefined ? undefined : denialSource.next(time, measured());
    if (event !== undefined) denialsAdded.send(denials.add(event, denialSource.reasonOf(event)));
  }

  /** Says what changed: the container of this name, and each that has another verdict by that. */
  function judgeAgain(changed?: string): void {
    for (const container of judgeFake([...containers.values()], selinux, now())) {
      const before = containers.get(container.name)?.isolation;
      const isSame = JSON.stringify(before) === JSON.stringify(container.isolation);
      if (isSame && container.name !== changed) continue;
      containers.set(container.name, container);
      containerChanges.send({ type: 'changed', container });
    }
  }

  // A thousand containers get a shorter past: to make it must not take longer than to show it.
  const pastSeconds = Math.min(600, Math.ceil(60_000 / Math.max(1, containers.size)));
  for (let ago = pastSeconds; ago > 0; ago -= 1) {
    const isMissing = ago > 340 && ago < 372;
    const sample = sampleSource.at(begun - ago, measured());
    if (!isMissing) history.push(sample);
  }
  for (let ago = 7200; ago > 0; ago -= secondsBetweenDenials(ago)) deny(begun - ago);

  const timer = setInterval(() => {
    const sample = sampleSource.at(now(), measured());
    history.push(sample);
    if (history.length > 660) history.shift();
    samples.send(sample);
    if (Math.random() < 0.12) deny(now());
  }, 1000);

  const flooding =
    flood === undefined || !isFlooded ? undefined : setInterval(() => denialsAdded.send(flood.next(now())), 100);

  return {
    hostname,
    selinux,
    containers,
    hasCluster: options.hasCluster ?? members > 0,
    member: ownMember,
    clusterSecret: options.clusterSecret ?? 'c0ffee00',
    evacuated: new Set(),
    history,
    denials,
    auditLog,
    services: { hasBridge: options.hasBridge ?? true },
    snapshots: new Map(),
    images: new Map(seedImages(begun).map((image) => [image.name, image])),
    grants: [...seedGrants],
    presets: new Map(seedPresets.map((preset) => [preset.name, preset])),
    ownNetworks: new Map([['shop', '10.0.4.1/24']]),
    consoles: new Map(),
    activity,
    changes: new Map(),
    reverts: new Map(),
    samples,
    containerChanges,
    denialsAdded,
    dontaudit: { until: null, changes: createBroadcast<Item<'denial.watch-dontaudit'>>() },
    activityChanges,
    alerts,
    now,
    change(container) {
      containers.set(container.name, container);
      judgeAgain(container.name);
    },
    remove(name) {
      containers.delete(name);
      containerChanges.send({ type: 'removed', name });
      judgeAgain();
    },
    log(entry) {
      const written = { ...entry, id: nextActivity++ };
      activity.push(written);
      activityChanges.send(written);
      return written;
    },
    stop() {
      clearInterval(timer);
      clearInterval(flooding);
    },
  };
}

function withoutSelinux(container: Container, selinux: FakeHost['selinux']): Container {
  if (selinux === 'enforcing') return container;
  if (selinux === 'permissive')
    return { ...container, confinementMode: container.confinementMode === 'unconfined' ? 'unconfined' : 'permissive' };
  return { ...container, confinementMode: 'unconfined', context: null, domain: null, categories: [] };
}

function seedActivity(now: number): GivenActivity[] {
  const user = { uid: 1000, user: 'operator' };
  const done = { endedAt: null, outcome: 'done' as const, request: null, detail: null, change: null };
  return [
    {
      id: 1,
      begunAt: now - 90_000,
      ...done,
      endedAt: now - 89_996,
      operation: 'container.create',
      subject: 'wiki',
      ...user,
    },
    {
      id: 2,
      begunAt: now - 44_640,
      ...done,
      endedAt: now - 44_639,
      operation: 'container.start',
      subject: 'wiki',
      ...user,
    },
    {
      id: 3,
      begunAt: now - 14_400,
      ...done,
      endedAt: now - 14_400,
      operation: 'container.freeze',
      subject: 'metrics',
      uid: 0,
      user: 'root',
    },
    {
      id: 4,
      begunAt: now - 9000,
      endedAt: now - 9000,
      outcome: 'denied',
      request: null,
      detail:
        'cannot do this: you are not authorised for remove-containers; ask an administrator to grant it in polkit',
      operation: 'container.remove',
      subject: 'db',
      uid: 1002,
      user: 'outsider',
      change: null,
    },
    {
      id: 5,
      begunAt: now - 5400,
      ...done,
      endedAt: now - 5399,
      operation: 'container.configure',
      subject: 'build-runner',
      detail: 'memory 2 GiB to 4 GiB',
      ...user,
    },
    {
      id: 6,
      begunAt: now - 2520,
      ...done,
      endedAt: now - 2518,
      operation: 'container.restart',
      subject: 'build-runner',
      ...user,
    },
    {
      id: 7,
      begunAt: now - 1300,
      endedAt: now - 1290,
      outcome: 'failed',
      request: null,
      detail: 'cannot do this to the container staging: its init ended at once with exit code 255',
      operation: 'container.start',
      subject: 'staging',
      ...user,
      change: null,
    },
  ];
}

/** Makes the host busy between half an hour and an hour ago, and quiet since. */
function secondsBetweenDenials(ago: number): number {
  if (ago > 3000) return 130;
  return ago > 2000 ? 40 : 260;
}
