// SPDX-License-Identifier: Apache-2.0
/** Chooses categories, ids, a plain domain and a configuration that no container has. */

import { randomInt } from 'node:crypto';
import { fail } from '../../../contract/errors.ts';
import { changedSettings } from '../../../contract/model/containers/settings-change.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import { formatSecurityContext } from '../../../contract/model/contexts/format-security-context.ts';
import type { SecurityContext } from '../../../contract/model/contexts/security-context.ts';
import type { Params } from '../../../contract/operations/index.ts';
import { say } from '../../../contract/text.ts';
import { ioLines } from '../../cgroup/io-lines.ts';
import type { ConfigurationLine } from '../../lxc/configuration-file.ts';
import { type Description, mayNest } from '../../lxc/description.ts';
import { chooseRange, type IdRange, rangesOfRoot } from '../../lxc/id-ranges.ts';
import { newHardwareAddress } from '../../lxc/network/network-lines.ts';
import { ownBridges } from '../../lxc/network/own-networks.ts';
import { containerPlaces } from '../../lxc/places.ts';
import { type CategoryPair, choosePair, levelOf } from '../../selinux/category-pairs.ts';
import { isContextKnown } from '../../selinux/known-context.ts';
import { hasFilesOfFolderLevel } from '../../selinux/level-of-files.ts';
import { domainOf, domainType } from '../../selinux/types.ts';
import { configurationLines } from './configuration.ts';
import type { CreationHost } from './creation-host.ts';

export interface ChosenConfiguration {
  readonly ids: IdRange;
  readonly pair: CategoryPair;
  readonly plainDomain: number | null;
  readonly context: SecurityContext;
  readonly lines: readonly ConfigurationLine[];
}

/** Changes nothing, so that another container may be chosen the same a moment later. */
export function chooseConfiguration(
  request: Params<'container.create'>,
  { places, containers, making, readSubids, ioDisk }: CreationHost,
): ChosenConfiguration {
  const { name, limits, network, confinement } = request;
  const own = containerPlaces(places, name);
  const pair = choosePair(containers.takenPairs(), (n) => randomInt(n));
  if (pair === undefined) fail('container-failed', { name, reason: say('every pair of categories is taken') });
  const ids = chooseRange(rangesOfRoot(readSubids()), making.takenIds());
  if (ids === undefined)
    fail('container-failed', {
      name,
      reason: say('no user ids are left for root in /etc/subuid; add a line such as root:100000:1000000000'),
    });
  const shared: SecurityContext = { user: 'system_u', role: 'system_r', type: domainType, level: levelOf(pair) };
  if (!isContextKnown(formatSecurityContext(shared)))
    fail('selinux-unavailable', {
      reason: say('the loaded policy does not know the categories of {shared}', {
        shared: formatSecurityContext(shared),
      }),
    });
  const plainDomain = confinement === 'own' ? containers.freePlainDomain(name, request) : null;
  const context = { ...shared, type: domainOf(name, { confinement, plainDomain }) };
  const lines = configurationLines({
    name,
    rootfs: own.rootfs,
    places: own,
    context,
    labelsMemory: hasFilesOfFolderLevel(shared),
    ids,
    limits,
    io: ioLines(ioOf(request), ioDisk()),
    network,
    settings: changedSettings(noSettings, request.settings),
    ownBridges: ownBridges(places.state),
    isNested: mayNest(request),
    hardwareAddress: newHardwareAddress(),
  });
  return { ids, pair, plainDomain, context, lines };
}

export function ioOf({ limits }: Params<'container.create'>): Description['io'] {
  const { ioReadBytesPerSecond, ioWriteBytesPerSecond, ioWeight } = limits;
  return { ioReadBytesPerSecond, ioWriteBytesPerSecond, ioWeight };
}
