// SPDX-License-Identifier: Apache-2.0
/**
 * A host that exists only in this page: containers, samples, denials and an activity log that live as long as it does.
 * It serves the real contract, so what is built and tested against it speaks the real protocol.
 */

import type { AuditLog } from '../../../contract/model/denials/audit-log.ts';
import type { GivenActivity } from '../../../contract/model/activity.ts';
import type { GivenChange } from '../../../contract/model/policy/change.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { Snapshot } from '../../../contract/model/containers/snapshot.ts';
import type { Sample } from '../../../contract/model/containers/sample.ts';
import type { ContainerChange } from '../../../contract/operations/containers/container.ts';
import type { Item } from '../../../contract/operations/index.ts';
import { createBroadcast, type Broadcast } from './broadcast.ts';
import type { DenialBook } from './denials/denial-book.ts';
import { beginDenying } from './denials/denying.ts';
import { createFakeActivity } from './fake-activity.ts';
import { fakeAuditLog } from './fake-audit-log.ts';
import type { Grant } from '../../../contract/model/access/access.ts';
import type { Preset } from '../../../contract/preset.ts';
import { seedGrants } from './seed-grants.ts';
import { seedPresets } from './fake-presets.ts';
import type { FakeConsole } from './containers/fake-shell.ts';
import { fakeMember, seedContainers } from './containers/fake-containers.ts';
import { createJudgedContainers } from './containers/judged-containers.ts';
import { beginSampling } from './samples/sampling.ts';
import { createFakeAlerts, type FakeAlerts, seedAlerts } from './fake-alerts.ts';
import { type FakeImage, seedImages } from './images/seed-images.ts';

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

/** Begins a host, which lives until it is stopped. */
export function createFakeHost(options: FakeHostOptions): FakeHost {
  const { hostname, selinux = 'enforcing', containers: count, members = 0, place = 0 } = options;
  const member = fakeMember(place);
  const now = options.now ?? (() => Date.now() / 1000);
  const begun = now();
  const judged = createJudgedContainers(seedContainers(begun, { count, members, place }), { selinux, now });
  const { containers } = judged;
  /** Only the helper of a container's member sees more of it than what is configured. */
  const measured = (): readonly Container[] =>
    [...containers.values()].filter((one) => one.member === null || one.member === member);
  const alerts = createFakeAlerts();
  seedAlerts(alerts, new Set(containers.keys()), begun);
  const auditLog = fakeAuditLog(options.isBlind ?? false, begun);
  const activity = createFakeActivity(begun);
  const sampling = beginSampling({ now, measured });
  const denying = beginDenying({
    now,
    containers,
    measured,
    auditLog,
    hasSelinux: selinux !== 'disabled',
    causes: options.causes,
    isFlooded: options.isFlooded ?? false,
  });

  return {
    hostname,
    selinux,
    containers,
    hasCluster: options.hasCluster ?? members > 0,
    member,
    clusterSecret: options.clusterSecret ?? 'c0ffee00',
    evacuated: new Set(),
    history: sampling.history,
    denials: denying.denials,
    auditLog,
    services: { hasBridge: options.hasBridge ?? true },
    snapshots: new Map(),
    images: new Map(seedImages(begun).map((image) => [image.name, image])),
    grants: [...seedGrants],
    presets: new Map(seedPresets.map((preset) => [preset.name, preset])),
    ownNetworks: new Map([['shop', '10.0.4.1/24']]),
    consoles: new Map(),
    activity: activity.entries,
    changes: new Map(),
    reverts: new Map(),
    samples: sampling.samples,
    containerChanges: judged.changes,
    denialsAdded: denying.added,
    dontaudit: { until: null, changes: createBroadcast<Item<'denial.watch-dontaudit'>>() },
    activityChanges: activity.changes,
    alerts,
    now,
    change: (container) => judged.change(container),
    remove: (name) => judged.remove(name),
    log: (entry) => activity.log(entry),
    stop() {
      sampling.stop();
      denying.stop();
    },
  };
}
