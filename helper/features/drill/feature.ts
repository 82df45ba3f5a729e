// SPDX-License-Identifier: Apache-2.0
/** Runs the isolation drill, on demand and every night. */

import { join } from 'node:path';
import type { HostDisk } from '../../../contract/model/host/disk.ts';
import type { HostInfo } from '../../../contract/model/host/host.ts';
import type { ActivityLog } from '../../journal/activity-log.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import { createKernelDecisions } from '../../selinux/ask-kernel.ts';
import type { PolicyServices } from '../../selinux/policy/policy-services.ts';
import type { HandlersOf, OperationsOf, RecoveryStep } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import type { Consoles } from '../consoles/ports.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { Creation } from '../creation/ports.ts';
import type { Denials } from '../denials/ports.ts';
import type { EmitEvents } from '../events.ts';
import { createDrill } from './drill.ts';
import { createNightlyDrill } from './nightly/nightly-drill.ts';
import { createReports } from './report/report.ts';
import { chooseDrillImage, type DrillImages } from './run/drill-image.ts';
import { createGuests } from './run/guests.ts';
import { createMemberGuests } from './run/member-guests.ts';
import { holdContainer } from './run/hold-container.ts';
import { createOpenDomain } from './run/open-domain.ts';
import { readPrograms } from './run/programs.ts';
import { describeTried } from './run/tried-container.ts';
import type { GivenLeases } from './watches/lease-watch.ts';

export interface DrillFeature {
  readonly handlers: HandlersOf<OperationsOf<'drill'>>;
  readonly recovery: { readonly drill: RecoveryStep; readonly 'nightly-drill': RecoveryStep };
  close(): void;
}

export interface DrillFeatureOptions {
  readonly places: HostPlaces;
  readonly intents: IntentJournal;
  readonly activity: ActivityLog;
  readonly containers: Containers;
  readonly creation: Pick<Creation, 'create'>;
  readonly consoles: Consoles;
  readonly denials: Pick<Denials, 'query' | 'explain'>;
  readonly policy: Pick<PolicyServices, 'semodule' | 'transactions'>;
  readonly information: () => Promise<HostInfo>;
  /** The disk that the layers of containers lie on. */
  readonly disk: () => HostDisk;
  /** What the DHCP server of a bridge has given; undefined where the host has none there. */
  readonly leases: GivenLeases;
  readonly images: DrillImages;
  /** The folder of the programs that make the attempts. */
  readonly programs: string;
  readonly log: Log;
  /** Seconds since the epoch. */
  readonly now: () => number;
  readonly onTrouble: (container: string, error: unknown) => void;
  readonly events: EmitEvents;
}

export function createDrillFeature(options: DrillFeatureOptions): DrillFeature {
  const { places, intents, activity, containers, consoles, denials, policy, log, now, onTrouble } = options;
  const folder = join(places.state, 'drills');
  const guests = createGuests({ creation: options.creation, containers, consoles, places });
  const drill = createDrill({
    intents,
    reports: createReports(folder),
    information: options.information,
    hold: (name, signal) => holdContainer(containers, name, signal),
    guests,
    chooseImage: (signal) => chooseDrillImage(options.images, signal),
    memberGuests: createMemberGuests(containers),
    describeTried: (target, signal) => describeTried(target, { containers, guests, places }, signal),
    denials,
    openDomain: createOpenDomain(policy.semodule, policy.transactions),
    decide: createKernelDecisions(),
    disk: options.disk,
    leases: options.leases,
    programs: readPrograms(options.programs),
    events: options.events,
  });
  const nightly = createNightlyDrill({ folder, run: (signal) => drill.run(undefined, signal), activity, log, now });
  return {
    handlers: {
      'drill.run': ({ probes }, { signal }) => drill.run(probes, signal),
      'drill.container': ({ name }, { signal }) => drill.container(name, signal),
      'drill.members': (params, { signal }) => drill.members(params, signal),
      'drill.list': async () => {
        const schedule = nightly.read();
        return { reports: [...drill.reports()], ...(schedule !== undefined && { schedule }) };
      },
      'drill.schedule': async ({ at }, { caller: { identity } }) => ({
        schedule: nightly.set(at, { uid: identity.uid, user: identity.user }),
      }),
      'drill.unschedule': async () => {
        nightly.clear();
        return {};
      },
      'drill.report': async ({ report }) => drill.report(report),
    },
    recovery: { drill: () => drill.recover(onTrouble), 'nightly-drill': async () => nightly.begin() },
    close: nightly.close,
  };
}
