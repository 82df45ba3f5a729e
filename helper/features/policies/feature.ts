// SPDX-License-Identifier: Apache-2.0
/** The policy modules of containers, learning, and questions to the loaded policy. */

import { join } from 'node:path';
import type { Words } from '../../../contract/text.ts';
import { problemOfOwnDomain } from './planned-domain.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import { expectedType } from '../../selinux/labels/expected-type.ts';
import type { PolicyProcess } from '../../selinux/policy/policy-process.ts';
import { usedPolicyFolders } from '../../selinux/policy/semanage-store.ts';
import type { HandlersOf, OperationsOf, RecoveryStep } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { Denials } from '../denials/ports.ts';
import type { ChangeDriver } from '../remedies/ports.ts';
import { createPolicyQuestions } from './ask-policy.ts';
import { createConfine } from './confine.ts';
import { createLearning } from './learning.ts';
import { createLocalChanges, type LocalChangesOptions } from './local-changes.ts';
import { createLocalModules } from './local-modules.ts';
import { createModuleDriver } from './module-driver.ts';
import type { OwnModules } from './own-modules.ts';
import { createLookAtContainer } from './objects/look-at-container.ts';
import { createPolicies } from './policies.ts';
import { createProof } from './prove-policy.ts';
import { createRecordGaps, type RecordGapsOptions } from './record-gaps.ts';
import { createRecordedUse } from './recorded-use.ts';

export interface PoliciesFeature {
  readonly handlers: HandlersOf<OperationsOf<'policy'> | 'container.confine'>;
  readonly recovery: { readonly 'policy-modules': RecoveryStep; readonly learning: RecoveryStep };
  /** Lets a new container learn for this number of seconds from now on; its domain is permissive already. */
  beginLearning(name: string, seconds: number): Promise<void>;
  /** Why a plan could give no container a domain of its own; null when no reason is known. */
  problemOfOwnDomain(): Words | null;
  /** Makes and undoes the changes of modules by remedies. */
  readonly drivers: { readonly module: ChangeDriver };
  close(): void;
}

export interface PoliciesFeatureOptions
  extends
    Pick<RecordGapsOptions, 'auditLog' | 'lostByKernel'>,
    Pick<LocalChangesOptions, 'listing' | 'sources' | 'applied'> {
  readonly places: HostPlaces;
  readonly containers: Containers;
  readonly own: OwnModules;
  readonly policy: Pick<PolicyProcess, 'ask'>;
  readonly denials: Pick<Denials, 'query' | 'explain' | 'lost' | 'keptSince' | 'oldest' | 'recorded'>;
  readonly log: Log;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

export function createPoliciesFeature(options: PoliciesFeatureOptions): PoliciesFeature {
  const { places, containers, own, policy, denials, log, now } = options;
  const { modules } = own;
  const records = createRecordGaps(options);
  const recordedUse = createRecordedUse({ policy, modules, denials, records, now });
  const learning = createLearning({ containers, modules, records, log, now });
  return {
    handlers: {
      ...createPolicies({ containers, modules, learning, denials, records, recordedUse }),
      ...createPolicyQuestions({ containers: containers.list, places, policy, expectedType }),
      ...createProof({
        containers: containers.list,
        policy,
        keyFolder: join(places.state, 'drills'),
        localModules: createLocalModules(options),
        look: createLookAtContainer({ cgroupRoot: places.cgroup }),
        now,
      }),
      ...createLocalChanges({ ...options, containers: containers.list, folders: usedPolicyFolders }),
      'container.confine': createConfine({ containers, modules, learning }),
    },
    recovery: { 'policy-modules': own.recover, learning: learning.recover },
    beginLearning: learning.count,
    problemOfOwnDomain,
    drivers: { module: createModuleDriver({ modules: own.withinTransaction, containers }) },
    close: learning.close,
  };
}
