// SPDX-License-Identifier: Apache-2.0
/**
 * Puts the features of the helper together, from the ground up: each is given what was made before it, by its ports.
 * What it emits for those that are made after it is an event (features/events.ts).
 */

import type { Handlers } from '../rpc/handlers.ts';
import type { RoleSource } from './access/gate.ts';
import { createTagsOf } from './access/tags-of.ts';
import { createCore, handlersOf, recoveryOf } from './composition/core.ts';
import { createGround, type FeaturesOptions } from './composition/ground.ts';
import { createEvidence, createJudges, createTrials, createWatches } from './composition/judges.ts';
import { createChanges, createFileUses, createLooks } from './composition/uses.ts';
import { createActivityFeature } from './features/activity/feature.ts';
import { createContainerIdentities } from './features/containers/container-identities.ts';
import { createPresetsFeature } from './features/presets/feature.ts';
import type { RecoverySteps } from './recovery.ts';
import type { IdentifyContainer } from './server/asked-containers.ts';
import type { Caller } from './server/caller.ts';

export interface Features {
  /** Every operation has a handler: leaving one out does not compile. */
  readonly handlers: Handlers<Caller>;
  readonly recovery: RecoverySteps;
  readonly identifyContainer: IdentifyContainer;
  readonly roles: RoleSource;
  /** Mounts what a container lacks after a reboot, where recovery has not come to it yet. */
  readonly bringRoot: (name: string) => Promise<void>;
  close(): void;
}

export function createFeatures(options: FeaturesOptions): Features {
  const ground = createGround(options);
  const core = createCore(ground);
  const looks = createLooks(ground, core);
  const uses = createFileUses(ground, core);
  const changes = createChanges(ground, core);
  const judges = createJudges(ground, core);
  const trials = createTrials(ground, core);
  const evidence = createEvidence(ground, core, { isolation: judges.isolation, drill: trials.drill });
  const watches = createWatches(ground, core, uses);
  const { base, incus } = ground;
  const { containers } = core.containersFeature;
  return {
    handlers: {
      ...ground.host.handlers,
      ...ground.samples.handlers,
      ...createPresetsFeature(options.statePath).handlers,
      ...createActivityFeature({ activity: options.activity }).handlers,
      ...handlersOf(core),
      ...looks.handlers,
      ...uses.handlers,
      ...changes.handlers,
      ...judges.handlers,
      ...trials.handlers,
      ...evidence.handlers,
      ...watches.handlers,
    },
    recovery: {
      ...ground.disk.recovery,
      layers: () => ground.disk.adoptLayers((name, layer) => containers.choose(name, { layer })),
      ...recoveryOf(core),
      ...uses.recovery,
      ...changes.recovery,
      ...judges.recovery,
      ...trials.recovery,
      ...watches.recovery,
    },
    roles: { inForce: changes.roles.inForce, tags: createTagsOf(containers.list, () => performance.now()) },
    bringRoot: core.containersFeature.bringRoot,
    identifyContainer: createContainerIdentities({
      places: base.places,
      findInstance: incus.find,
      now: () => Date.now(),
    }),
    close() {
      const parts = [
        watches.alerts,
        judges.isolation,
        core.consoles,
        ground.disk,
        ground.host,
        core.denials,
        core.policies,
        trials.drill,
        core.snapshots,
        uses.backups,
        ground.policy,
        ground.samples,
        core.containersFeature,
        core.networks,
      ];
      for (const { close } of parts) close();
    },
  };
}
