// SPDX-License-Identifier: Apache-2.0
/** The networks of the host: published ports, links between containers, and what there is. */

import { say, type Words } from '../../../contract/text.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import { separateContainers, separationProblem } from '../../lxc/network/pair-rules.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import type { DecideByKernel } from '../../selinux/ask-kernel.ts';
import type { PolicyProcess } from '../../selinux/policy/policy-process.ts';
import type { HandlersOf, RecoveryStep } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import { messageOf } from '../../system/message-of.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { NetworkReservations, NewPublications } from '../containers/ports/networks.ts';
import { createNetworkChange } from './change-network.ts';
import { createContainerLinks } from './container-links.ts';
import { createLxcNetServer } from './dhcp/lxc-net-server.ts';
import { createReservations } from './dhcp/reservations.ts';
import { readHostBridges } from './host-bridges.ts';
import { mayListen } from './may-listen.ts';
import { readOwnNetworks } from '../../lxc/network/own-networks.ts';
import { createOwnServer, stopOwnServer } from './dhcp/own-server.ts';
import { readRoutedNets } from './own/choose-net.ts';
import { createOwnKernel } from './own/own-kernel.ts';
import { createOwnNetworks } from './own/own-networks.ts';
import { createNetworkKernel } from './network-kernel.ts';
import type { Networks, PlannedNetworks } from './ports.ts';
import { createPublishedPorts, hostAddresses } from './published-ports.ts';
import { createNetworkSettling } from './settle-networks.ts';

export interface NetworksFeature {
  /** The others are changes that can be undone. */
  readonly handlers: HandlersOf<'network.list' | 'network.create' | 'network.remove' | 'port.check'>;
  readonly networks: Networks;
  readonly planned: PlannedNetworks;
  /** After the containers were recovered. */
  readonly recovery: { readonly networks: RecoveryStep };
  /** For a container under creation. */
  readonly newPublications: NewPublications;
  readonly reservations: NetworkReservations;
  /** What the kernel lacks of what is written down, and what lets containers reach each other without a link. */
  problems(signal: AbortSignal): Promise<readonly Words[]>;
  close(): void;
}

export interface NetworksFeatureOptions {
  readonly places: HostPlaces;
  readonly intents: IntentJournal;
  readonly containers: Containers;
  readonly policy: Pick<PolicyProcess, 'ask'>;
  readonly decide: DecideByKernel;
  readonly log: Log;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

export function createNetworksFeature({
  places,
  intents,
  containers,
  policy,
  decide,
  log,
  now,
}: NetworksFeatureOptions): NetworksFeature {
  const onTrouble = (error: unknown): void => log('error', 'networks-not-settled', { reason: messageOf(error) });
  const kernel = createNetworkKernel(places.state);
  const settling = createNetworkSettling({ containers, kernel, onTrouble });
  const ports = createPublishedPorts({
    ...{ places, containers, settling },
    mayListen: (container, port, signal) => mayListen({ policy, decide }, container, port, signal),
  });
  const lxcNet = createLxcNetServer();
  const reservations = createReservations({
    ...{ places, now },
    servers: () => [lxcNet, ...readOwnNetworks(places.state).map(createOwnServer)],
  });
  const own = createOwnNetworks({
    places,
    kernel: createOwnKernel(places.state),
    settleServers: reservations.settle,
    stopServer: stopOwnServer,
    routedNets: readRoutedNets,
  });
  const change = createNetworkChange({ places, intents, containers, reservations, settling });
  const links = createContainerLinks({ places, containers, settling });
  return {
    handlers: {
      'port.check': ({ name, ...publication }, { signal }) => ports.check(name, publication, signal),
      'network.create': async ({ name, address }) => own.create(name, address),
      'network.remove': async ({ name }) => {
        await own.remove(name);
        return {};
      },
      'network.list': async () => {
        const names = new Set(own.list().map(({ name }) => name));
        const bridges = readHostBridges().map((bridge) => ({
          ...bridge,
          isOwn: names.has(bridge.name),
          freeAddress: reservations.free(bridge.name),
        }));
        const onBridges = new Set(bridges.flatMap(({ addresses }) => addresses.map((one) => one.split('/')[0] ?? '')));
        return {
          bridges,
          addresses: hostAddresses().filter((address) => !onBridges.has(address)),
          forwards: [...settling.forwards()],
        };
      },
    },
    networks: { publish: ports.publish, unpublish: ports.unpublish, change, ...links },
    planned: { ofNetworks: ({ networks }) => own.problemsOf(networks), ofPublished: ports.problemsOfPlan },
    recovery: {
      async networks() {
        await separateContainers(neverAborts);
        await settling.settle();
        // The servers of all networks are settled with it.
        await own.recover();
      },
    },
    newPublications: {
      check: ports.checkNew,
      begin: () => void settling.settle().catch(onTrouble),
    },
    reservations: {
      bring: own.bring,
      check: reservations.check,
      ofProgram: reservations.ofProgram,
      settle: reservations.settle,
      release: () => void reservations.settle().catch(onTrouble),
    },
    async problems(signal) {
      const [separation, missing] = await Promise.all([separationProblem(signal), kernel.missingPorts(signal)]);
      return [
        ...(separation === undefined ? [] : [separation]),
        ...own.problems(),
        ...reservations.problems(),
        ...(missing === 0 ? [] : [say('{missing} rules of published ports are gone', { missing })]),
      ];
    },
    close: settling.close,
  };
}
