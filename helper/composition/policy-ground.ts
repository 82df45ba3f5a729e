// SPDX-License-Identifier: Apache-2.0
/** The loaded policy and its modules: who changes them, what the modules of containers are, and what others installed. */

import { join } from 'node:path';
import type { IncusContainers } from '../features/containers/incus/incus-containers.ts';
import { createPublishModule } from '../features/containers/incus/module-note.ts';
import { createOwnModules } from '../features/policies/own-modules.ts';
import type { Connection } from '../journal/database.ts';
import type { IntentJournal } from '../journal/intent-journal.ts';
import type { HostPlaces } from '../lxc/places.ts';
import { createKernelDecisions } from '../selinux/ask-kernel.ts';
import { createForeignModules } from '../selinux/policy/foreign-modules.ts';
import { policySequence } from '../selinux/policy/kernel-policy.ts';
import { createLostTypes } from '../selinux/policy/lost-types.ts';
import { createModuleListing } from '../selinux/policy/module-listing.ts';
import { createPolicyServices } from '../selinux/policy/policy-services.ts';
import { createShippedModules } from '../selinux/policy/shipped-modules.ts';
import type { WorkGroup } from '../system/programs/work-group.ts';
import { withoutRights } from '../system/programs/without-rights.ts';

export interface PolicyGroundOptions {
  readonly places: HostPlaces;
  readonly intents: IntentJournal;
  readonly database: Connection;
  readonly incus: IncusContainers;
  readonly work: WorkGroup;
  /** The folder of the helper's bundle, with its other programs. */
  readonly programs: string;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

export function createPolicyGround({ places, intents, database, incus, work, programs, now }: PolicyGroundOptions) {
  const policy = createPolicyServices({
    work,
    folder: join(places.state, 'policy'),
    reader: join(programs, 'bulkhead-policy-reader.js'),
    user: withoutRights(programs),
  });
  const listing = createModuleListing({ sequence: policySequence, list: policy.semodule.listing });
  const decide = createKernelDecisions();
  const store = { sequence: policySequence, listing, sources: policy.semodule.sources };
  return {
    policy,
    listing,
    decide,
    ownModules: createOwnModules({
      policy,
      intents,
      database,
      now,
      publish: createPublishModule({ places, incus }),
    }),
    shippedModules: createShippedModules(store),
    foreignModules: createForeignModules({ ...store, decide }),
    lostTypes: createLostTypes(store),
  };
}
