// SPDX-License-Identifier: Apache-2.0
/** Puts a container that does not run on another network. */

import { fail } from '../../../contract/errors.ts';
import { describeNetwork } from '../../../contract/wording/describe-network.ts';
import { linksOf } from '../../../contract/rules/linked-pairs.ts';
import type { Network } from '../../../contract/model/containers/container.ts';
import { joinWords, say, type Words } from '../../../contract/text.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import { ensureNetwork } from '../../lxc/network/nat-bridge.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { NetworkReservations } from '../containers/ports/networks.ts';
import { networkBehindHost } from './network-behind-host.ts';
import { readNetworkRecords } from './network-records.ts';
import type { Networks } from './ports.ts';
import type { NetworkSettling } from './settle-networks.ts';

export interface NetworkChangeOptions {
  readonly places: HostPlaces;
  readonly intents: Pick<IntentJournal, 'begin' | 'release'>;
  readonly containers: Pick<Containers, 'bringNetwork' | 'choose' | 'described' | 'exclusively' | 'require'>;
  readonly reservations: Pick<NetworkReservations, 'check' | 'ofProgram' | 'settle'>;
  readonly settling: Pick<NetworkSettling, 'settle'>;
  /** Fails with `network-unavailable` where the host lacks it; the host's own way when undefined. */
  readonly bringNetwork?: (network: Network) => Promise<void>;
}

/** Written first, then LXC's configuration; a crash between the two leaves the second to recovery. */
export function createNetworkChange({
  places,
  intents,
  containers,
  reservations,
  settling,
  bringNetwork = (network) => ensureNetwork(network, neverAborts),
}: NetworkChangeOptions): Networks['change'] {
  function write(name: string, network: Network): void {
    const intent = intents.begin({ kind: 'change-network', subject: name, data: null });
    containers.choose(name, { network });
    containers.bringNetwork(name);
    intents.release(intent);
  }

  async function settle(): Promise<void> {
    await reservations.settle();
    await settling.settle();
  }

  /** Why what it has is not possible on the network, as an end of "cannot put ... on another network: ". */
  function problemOf(name: string, network: Network): Words | undefined {
    const { published } = containers.described(name);
    if (published.length > 0 && !networkBehindHost(network, places.state))
      return say(
        'it has published ports, which need the network nat or one that Bulkhead set up; end their publication first',
      );
    const linked = linksOf(name, readNetworkRecords(places));
    if (linked.length > 0 && network.kind !== 'nat')
      return say("it is linked with {others}, which needs LXC's bridge; end its links first", {
        others: joinWords([...linked], ', '),
      });
    return undefined;
  }

  return (name, network) =>
    containers.exclusively(name, { reason: say('its network is being changed') }, async () => {
      const wanted = { can: 'network-change', isManaged: true, isStopped: true } as const;
      const container = await containers.require(name, wanted);
      const { network: before, settings } = containers.described(name);
      if (describeNetwork(before) === describeNetwork(network)) return { before, container };
      const reason = problemOf(name, network);
      if (reason !== undefined) fail('network-not-possible', { name, reason });
      await bringNetwork(network);
      // They are checked in one turn with the writing: no other container can choose the same address in between.
      reservations.check({ name, network, settings });
      // Its address is chosen at its start; here only whether there is one.
      if (settings.program.length > 0) reservations.ofProgram({ name, network, settings });
      write(name, network);
      try {
        await settle();
      } catch (error) {
        write(name, before);
        throw error;
      }
      return { before, container: await containers.require(name, wanted) };
    });
}
