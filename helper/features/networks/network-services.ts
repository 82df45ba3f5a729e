// SPDX-License-Identifier: Apache-2.0
/**
 * What the networks of the host give a container: networks that Bulkhead sets up, addresses of their DHCP servers, and
 * why a container has none. It reads what is written of containers, and so stands below them.
 */

import { existsSync } from 'node:fs';
import { readBridgeAddress } from '../../lxc/network/bridge-address.ts';
import { readOwnNetworks } from '../../lxc/network/own-networks.ts';
import { natBridge } from '../../lxc/network/port-guard.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import type { Log } from '../../system/log.ts';
import { messageOf } from '../../system/message-of.ts';
import type { JudgeAddress, NetworkReservations } from '../containers/ports/networks.ts';
import { createLxcNetServer } from './dhcp/lxc-net-server.ts';
import { createOwnServer, stopOwnServer } from './dhcp/own-server.ts';
import { createReservations, type Reservations } from './dhcp/reservations.ts';
import { readServerState } from './dhcp/server-state.ts';
import { nft } from './leased-addresses.ts';
import { createAddressJudge } from './observed/judge-addresses.ts';
import { isNeighbourTableFull } from './observed/shared-table-watch.ts';
import { readRoutedNets } from './own/choose-net.ts';
import { readNetworkRecords } from './network-records.ts';
import { type ContainerEgress, createContainerEgress, listNames } from './egress/container-egress.ts';
import { createEgressKernel } from './egress/egress-kernel.ts';
import { createOwnKernel } from './own/own-kernel.ts';
import { createOwnNetworks, type OwnNetworks } from './own/own-networks.ts';

export interface NetworkServices {
  /** Bulkhead sets these networks up. */
  readonly own: OwnNetworks;
  /** What the DHCP servers are to give. */
  readonly servers: Reservations;
  /** What containers may reach. */
  readonly egress: ContainerEgress;
  readonly reservations: NetworkReservations;
  /** Why running containers have no address, for one list of them. */
  judgeAddresses(): JudgeAddress;
}

export interface NetworkServicesOptions {
  readonly places: HostPlaces;
  readonly log: Log;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

export function createNetworkServices({ places, log, now }: NetworkServicesOptions): NetworkServices {
  const lxcNet = createLxcNetServer();
  const servers = createReservations({
    places,
    now,
    servers: () => [
      lxcNet,
      ...readOwnNetworks(places.state).map((network) =>
        createOwnServer(network, () => listNames(readNetworkRecords(places), network.name)),
      ),
    ],
  });
  const egress = createContainerEgress({
    places,
    kernel: createEgressKernel(places.state),
    forget: servers.forget,
    log,
    now,
  });
  const own = createOwnNetworks({
    places,
    kernel: createOwnKernel(places.state),
    settleServers: servers.settle,
    stopServer: stopOwnServer,
    routedNets: readRoutedNets,
  });
  /** The sets of names are there before a resolver fills them. */
  async function settle(): Promise<void> {
    await egress.settle();
    await servers.settle();
  }
  return {
    own,
    servers,
    egress,
    reservations: {
      bring: own.bring,
      check(one) {
        servers.check(one);
        egress.check(one);
      },
      ofProgram: servers.ofProgram,
      settle,
      release: () =>
        void settle().catch((error: unknown) => log('error', 'networks-not-settled', { reason: messageOf(error) })),
    },
    judgeAddresses: () =>
      createAddressJudge({
        bridges: () => [natBridge, ...own.list().map(({ name }) => name)],
        serverOf: (bridge) => readServerState(bridge, now()),
        hostAddress: readBridgeAddress,
        isTableFull: () => isNeighbourTableFull(),
        hasGuard: () => existsSync(nft),
        now,
      }),
  };
}
