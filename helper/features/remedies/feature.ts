// SPDX-License-Identifier: Apache-2.0
/** Changes of policy, labels, limits, settings, tags, published ports and links that can be undone. */

import type { ChangeKind } from '../../../contract/model/policy/change.ts';
import type { DenialCase, DenialGroup } from '../../../contract/model/denials/denial.ts';
import type { ChangeLedger } from '../../journal/change-ledger.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import type { PolicyServices } from '../../selinux/policy/policy-services.ts';
import { createSemanageStore, usedPolicyFolders } from '../../selinux/policy/semanage-store.ts';
import type { HandlersOf, RecoveryStep } from '../../server/feature.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { Denials } from '../denials/ports.ts';
import { createBooleanDriver } from './boolean-driver.ts';
import { createChanges } from './changes.ts';
import { createDirectChanges } from './direct-changes.ts';
import { createLimitDriver } from './limit-driver.ts';
import { actorOf } from '../../server/actor.ts';
import type { Networks } from '../networks/ports.ts';
import { createNetworkDriver } from './network-driver.ts';
import { createPortDriver } from './port-driver.ts';
import type { ChangeDriver } from './ports.ts';
import { createRelabelDriver } from './relabel-driver.ts';
import { createSettingDriver } from './setting-driver.ts';
import { createTagDriver } from './tag-driver.ts';

export interface RemediesFeature {
  readonly handlers: HandlersOf<
    | 'remedy.apply'
    | 'change.list'
    | 'activity.undo'
    | 'container.configure'
    | 'container.change-settings'
    | 'container.tag'
    | 'port.publish'
    | 'port.unpublish'
    | 'network.change'
    | 'network.link'
    | 'network.unlink'
  >;
  readonly recovery: { readonly changes: RecoveryStep };
}

/** The kinds of changes that belong to the feature whose objects they change. */
type DriversOfOthers = Readonly<Record<'module' | 'volume' | 'volume-label' | 'roles', ChangeDriver>>;

export interface RemediesFeatureOptions {
  readonly places: HostPlaces;
  readonly containers: Containers;
  readonly networks: Networks;
  readonly ledger: ChangeLedger;
  readonly intents: IntentJournal;
  readonly policy: Pick<PolicyServices, 'semanage' | 'transactions'>;
  readonly groupOf: (one: DenialCase) => DenialGroup | undefined;
  readonly explain: Denials['explain'];
  readonly drivers: DriversOfOthers;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

export function createRemediesFeature({
  places,
  drivers,
  policy,
  ...options
}: RemediesFeatureOptions): RemediesFeature {
  const { containers, networks } = options;
  const semanage = createSemanageStore(() => usedPolicyFolders().store, policy.semanage);
  const all: Readonly<Record<ChangeKind, ChangeDriver>> = {
    ...drivers,
    boolean: createBooleanDriver(semanage),
    'port-label': createPortDriver(semanage),
    relabel: createRelabelDriver({ forbidden: ['/proc', '/sys', '/dev', '/run', places.lxc, places.state] }),
    limits: createLimitDriver(containers),
    tags: createTagDriver(containers),
    settings: createSettingDriver(containers),
    network: createNetworkDriver(containers, networks),
  };
  const changes = createChanges({ ...options, transactions: policy.transactions, drivers: all });
  const direct = createDirectChanges(options);
  return {
    handlers: {
      'remedy.apply': (params, call) => changes.apply(params, actorOf(call), call.signal),
      'change.list': async () => ({ changes: [...changes.list()] }),
      'activity.undo': ({ id }, call) => changes.undo(id, actorOf(call), call.signal),
      'container.configure': (params, call) =>
        direct.configure(params, call.record === undefined ? undefined : actorOf(call), call.signal),
      'container.change-settings': (params, call) => direct.changeSettings(params, actorOf(call)),
      'container.tag': (params, call) => direct.tag(params, actorOf(call)),
      'port.publish': (params, call) => direct.publish(params, actorOf(call)),
      'port.unpublish': (params, call) => direct.unpublish(params, actorOf(call)),
      'network.change': (params, call) => direct.changeNetwork(params, actorOf(call)),
      'network.link': (params, call) => direct.link(params, actorOf(call)),
      'network.unlink': (params, call) => direct.unlink(params, actorOf(call)),
    },
    recovery: { changes: changes.recover },
  };
}
