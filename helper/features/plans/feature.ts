// SPDX-License-Identifier: Apache-2.0
/** Says what of a plan the host would deny. What is planned is kept nowhere: each step is judged again when it is done. */

import type { Words } from '../../../contract/text.ts';
import type { HandlersOf, OperationsOf } from '../../server/feature.ts';
import type { PlannedNetworks } from '../networks/ports.ts';
import type { PlannedVolumes } from '../volumes/ports.ts';

export interface PlansFeature {
  readonly handlers: HandlersOf<OperationsOf<'plan'>>;
}

export interface PlansFeatureOptions {
  readonly networks: PlannedNetworks;
  readonly volumes: PlannedVolumes;
  readonly problemOfOwnDomain: () => Words | null;
}

export function createPlansFeature({ networks, volumes, problemOfOwnDomain }: PlansFeatureOptions): PlansFeature {
  return {
    handlers: {
      'plan.check': async (plan, { caller }) => ({
        networks: networks.ofNetworks(plan),
        published: networks.ofPublished(plan),
        ownDomain: plan.ownDomain ? problemOfOwnDomain() : null,
        volumes: plan.volumes.map((source) => volumes.problemOf(source, { uid: caller.identity.uid })),
      }),
    },
  };
}
