// SPDX-License-Identifier: Apache-2.0
/** Folders of the host that containers are given. */

import type { Container } from '../../../contract/model/containers/container.ts';
import type { DenialCase, DenialEvent, DenialGroup } from '../../../contract/model/denials/denial.ts';
import type { MisplacedFile } from '../../../sepolicy/reason.ts';
import type { ShareableVolume } from '../../../sepolicy/share-remedies.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import type { DeniedContainer } from '../../selinux/denied-container.ts';
import { readEnforcement } from '../../selinux/enforcement.ts';
import type { HandlersOf, OperationsOf, RecoveryStep } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import { messageOf } from '../../system/message-of.ts';
import { runToEnd } from '../../system/work/run-to-end.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { ChangeDriver } from '../remedies/ports.ts';
import { createPlannedVolumes } from './admission/planned-volumes.ts';
import { type AttachedFolders, rememberAttached } from './attached-folders.ts';
import { createVolumeList, volumeListPath } from './admission/volume-list.ts';
import { createMisplaced } from './changes/misplaced-file.ts';
import { createShareable, createShareableOfGroup } from './changes/shareable-volumes.ts';
import { createVolumeDriver } from './changes/volume-driver.ts';
import { createVolumeLabelDriver } from './changes/volume-label-driver.ts';
import { listFolders } from './admission/list-folders.ts';
import { judgeVolumeLabels } from './findings/volume-labels.ts';
import { judgeVolumeSources } from './findings/volume-sources.ts';
import { createNamedVolumes } from './named-volumes.ts';
import type {
  NewVolumes,
  PlannedVolumes,
  VolumeFindings,
  VolumeSpace,
  VolumesForOthers,
  VolumeTrees,
} from './ports.ts';
import type { VolumeSteps } from './volume-steps.ts';
import { createVolumeTrees } from './volume-trees.ts';
import { createVolumes } from './volumes.ts';

export interface VolumesFeature {
  readonly handlers: HandlersOf<OperationsOf<'volume' | 'named-volume'>>;
  readonly recovery: { readonly 'named-volumes': RecoveryStep; readonly volumes: RecoveryStep };
  /** A creation uses it, before the container is there. */
  readonly ofNew: NewVolumes;
  readonly planned: PlannedVolumes;
  readonly trees: VolumeTrees;
  readonly forOthers: VolumesForOthers;
  readonly findings: VolumeFindings;
  /** Makes and undoes the changes of volumes by remedies. `groupOf` gives undefined when there is no such group. */
  createDrivers(groupOf: (one: DenialCase) => DenialGroup | undefined): {
    readonly volume: ChangeDriver;
    readonly 'volume-label': ChangeDriver;
  };
  /** The object of an event, where it is on a volume of its container with another label than that volume. */
  misplaced(event: DenialEvent, signal: AbortSignal): Promise<MisplacedFile | null>;
  /** Volumes that a denied access may have been about. */
  shareable(denied: DeniedContainer, containers: readonly Container[]): readonly ShareableVolume[];
}

export interface VolumesFeatureOptions {
  readonly places: Pick<HostPlaces, 'state'>;
  readonly intents: IntentJournal;
  readonly containers: Containers;
  readonly space: VolumeSpace;
  /** Seconds since the epoch. */
  readonly now: () => number;
  readonly steps: VolumeSteps;
  readonly attached: AttachedFolders;
  readonly log: Log;
}

export function createVolumesFeature(options: VolumesFeatureOptions): VolumesFeature {
  const { places, intents, containers, space, now, steps, attached, log } = options;
  const list = createVolumeList({ log });
  const volumes = createVolumes({ intents, containers, steps, list });
  const named = createNamedVolumes({
    places,
    space,
    now,
    usersOf: steps.usersOf,
    hasLabels: () => readEnforcement() !== undefined,
  });
  const shareable = createShareable({ steps, volumes });
  return {
    handlers: {
      'volume.check': async (params, { caller }) => ({
        problem: await volumes.check(params, { uid: caller.identity.uid }),
      }),
      'volume.folders': ({ path }, { caller }) =>
        listFolders(path, { by: { uid: caller.identity.uid }, list: list(), usersOf: steps.usersOf }),
      'volume.attach': (params, { caller, signal }) => volumes.attach(params, { uid: caller.identity.uid }, signal),
      'volume.detach': (params, { signal }) => volumes.detach(params, signal),
      'named-volume.list': async () => ({ volumes: [...named.list()] }),
      'named-volume.create': async (params, { signal }) => ({ volume: await named.create(params, signal) }),
      'named-volume.resize': async (params) => ({ volume: await named.resize(params) }),
      async 'named-volume.remove'(params) {
        await named.remove(params);
        return {};
      },
    },
    recovery: {
      'named-volumes': () =>
        named.mountAll((source, error) => log('error', 'volume-not-mounted', { source, reason: messageOf(error) })),
      async volumes() {
        await named.recover();
        await volumes.recover((source, error) =>
          log('error', 'volume-not-labelled', { source, reason: messageOf(error) }),
        );
        rememberAttached(
          attached,
          steps.all().map(({ volume }) => volume.source),
        );
      },
    },
    ofNew: volumes.ofNew,
    planned: createPlannedVolumes({ list, hasNamed: (name) => named.list().some((one) => one.name === name) }),
    trees: createVolumeTrees(steps),
    forOthers: {
      hasNamed: (name) => named.list().some((one) => one.name === name),
      makeNamed: async (name, fill, signal) => {
        await named.create({ name, limitBytes: null, fill }, signal);
      },
      attach: async (request, by, signal) => {
        await runToEnd(volumes.attach(request, by, signal));
      },
    },
    findings: {
      listPath: volumeListPath,
      ofSources: () => judgeVolumeSources(steps, list()),
      ofLabels: (signal) => judgeVolumeLabels(steps, signal),
    },
    createDrivers: (groupOf) => ({
      volume: createVolumeDriver({
        volumes,
        shareable: createShareableOfGroup({ groupOf, containers: containers.list, shareable }),
        volumesOf: steps.volumesOf,
      }),
      'volume-label': createVolumeLabelDriver({ containers, steps }),
    }),
    misplaced: createMisplaced(steps),
    shareable,
  };
}
