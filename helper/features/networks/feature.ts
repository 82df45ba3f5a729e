// SPDX-License-Identifier: Apache-2.0
/** The networks of the host: published ports, links between containers, and what there is. */

import type { Result } from '../../../contract/operations/index.ts';
import { say, type Words } from '../../../contract/text.ts';
import type { ActivityLog } from '../../journal/activity-log.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import { raiseTableFloors } from '../../lxc/network/table-floors.ts';
import { separateContainers, separationProblem } from '../../lxc/network/pair-rules.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import type { DecideByKernel } from '../../selinux/ask-kernel.ts';
import type { PolicyProcess } from '../../selinux/policy/policy-process.ts';
import type { HandlersOf, RecoveryStep } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import { messageOf } from '../../system/message-of.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { createNetworkChange } from './change-network.ts';
import { createContainerLinks } from './container-links.ts';
import type { GivenLease } from './dhcp/given-leases.ts';
import { readServerState } from './dhcp/server-state.ts';
import { readHostBridges } from './host-bridges.ts';
import { mayListen } from './may-listen.ts';
import type { NetworkServices } from './network-services.ts';
import { createNetworkKernel, type NetworkKernel } from './network-kernel.ts';
import { createFloodWatch } from './observed/flood-watch.ts';
import { createSharedTableWatch } from './observed/shared-table-watch.ts';
import { readUplinks } from './own/choose-net.ts';
import type { Networks, NewPublications, PlannedNetworks, SharedTableUse } from './ports.ts';
import { createPublishedPorts, hostAddresses } from './published-ports.ts';
import { createNetworkSettling, type NetworkSettling } from './settle-networks.ts';

export interface NetworksFeature {
  /** The others are changes that can be undone. */
  readonly handlers: HandlersOf<'network.list' | 'network.create' | 'network.remove' | 'port.check'>;
  readonly networks: Networks;
  readonly planned: PlannedNetworks;
  /** Both steps run after the containers were recovered. */
  readonly recovery: { readonly networks: RecoveryStep; readonly 'table-sizes': RecoveryStep };
  /** A creation uses it, before the container is there. */
  readonly newPublications: NewPublications;
  readonly tables: SharedTableUse;
  /** What the DHCP server of a bridge has given; undefined where the host has none there. */
  givenLeases(bridge: string): readonly GivenLease[] | undefined;
  /** What the kernel lacks of what is written down, and what lets containers reach each other without a link. */
  problems(signal: AbortSignal): Promise<readonly Words[]>;
  close(): void;
}

export interface NetworksFeatureOptions {
  readonly places: HostPlaces;
  readonly intents: IntentJournal;
  readonly services: NetworkServices;
  readonly containers: Containers;
  readonly policy: Pick<PolicyProcess, 'ask'>;
  readonly decide: DecideByKernel;
  readonly activity: Pick<ActivityLog, 'begin' | 'end'>;
  readonly log: Log;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** Passes between two looks at the neighbour tables; a look reads two small files. */
const floodMs = 500;
/** Passes between two looks at the rules of egress, which another program may have flushed. */
const egressMs = 10_000;

export function createNetworksFeature({
  places,
  intents,
  services,
  containers,
  policy,
  decide,
  activity,
  log,
  now,
}: NetworksFeatureOptions): NetworksFeature {
  const onTrouble = (error: unknown): void => log('error', 'networks-not-settled', { reason: messageOf(error) });
  const kernel = createNetworkKernel(places.state);
  const settling = createNetworkSettling({ containers, kernel, onTrouble });
  const ports = createPublishedPorts({
    places,
    containers,
    settling,
    mayListen: (container, port, signal) =>
      mayListen({ policy, decide }, { context: container.context, ...port }, signal),
  });
  const { own, reservations } = services;
  const raiseSizes = (): void => {
    try {
      raiseTableFloors(log);
    } catch (error) {
      log('error', 'table-sizes-not-raised', { reason: messageOf(error) });
    }
  };
  const tables = createSharedTableWatch({
    containers,
    cgroupRoot: places.cgroup,
    onConnections: raiseSizes,
    onTrouble: (error) => log('warning', 'table-holder-not-found', { reason: messageOf(error) }),
    uptime: () => performance.now() / 1000,
  });
  const floods = createFloodWatch({ containers, activity, cgroupRoot: places.cgroup });
  const looks = startLooks({ floods, egress: services.egress, log });
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
      'network.list': async () => listNetworks(services, settling),
    },
    networks: { publish: ports.publish, unpublish: ports.unpublish, change, ...links },
    planned: { ofNetworks: ({ networks }) => own.problemsOf(networks), ofPublished: ports.problemsOfPlan },
    recovery: {
      async networks() {
        await separateContainers(neverAborts);
        await settling.settle();
        await services.egress.settle();
        // The servers of all networks are settled with it.
        await own.recover();
      },
      // The rules are there by now with which the kernel begins to track connections.
      'table-sizes': async () => raiseSizes(),
    },
    newPublications: {
      check: ports.checkNew,
      begin: () => void settling.settle().catch(onTrouble),
    },
    tables: tables.use,
    givenLeases: (bridge) => readServerState(bridge, now()).leases(),
    problems: (signal) => findProblems(services, kernel, signal),
    close() {
      settling.close();
      tables.close();
      looks.stop();
      floods.close();
    },
  };
}

/** Looks again and again at the neighbour tables and at the rules of egress, until it is stopped. */
function startLooks({
  floods,
  egress,
  log,
}: {
  readonly floods: Pick<ReturnType<typeof createFloodWatch>, 'look'>;
  readonly egress: Pick<NetworkServices['egress'], 'look'>;
  readonly log: NetworksFeatureOptions['log'];
}): { readonly stop: () => void } {
  const closing = new AbortController();
  const report = (event: string) => (error: unknown) => log('error', event, { reason: messageOf(error) });
  const timers = [
    setInterval(() => void floods.look().catch(report('flood-not-ended')), floodMs),
    setInterval(() => void egress.look(closing.signal).catch(report('egress-not-settled')), egressMs),
  ];
  return {
    stop() {
      for (const timer of timers) clearInterval(timer);
      closing.abort();
    },
  };
}

/** Lists the bridges with a free address each, and what is forwarded. */
function listNetworks(
  { own, servers }: NetworkServices,
  settling: Pick<NetworkSettling, 'forwards'>,
): Result<'network.list'> {
  const names = new Set(own.list().map(({ name }) => name));
  const bridges = readHostBridges().map((bridge) => ({
    ...bridge,
    isOwn: names.has(bridge.name),
    freeAddress: servers.free(bridge.name),
  }));
  const onBridges = new Set(bridges.flatMap(({ addresses }) => addresses.map((one) => one.split('/')[0] ?? '')));
  return {
    bridges,
    addresses: hostAddresses().filter((address) => !onBridges.has(address)),
    uplinks: [...readUplinks()],
    forwards: [...settling.forwards()],
  };
}

async function findProblems(
  services: NetworkServices,
  kernel: Pick<NetworkKernel, 'missingPorts'>,
  signal: AbortSignal,
): Promise<readonly Words[]> {
  const [separation, missing, egress] = await Promise.all([
    separationProblem(signal),
    kernel.missingPorts(signal),
    services.egress.problems(signal),
  ]);
  return [
    ...(separation === undefined ? [] : [separation]),
    ...services.own.problems(),
    ...services.servers.problems(),
    ...egress,
    ...(missing === 0 ? [] : [say('{missing} rules of published ports are gone', { missing })]),
  ];
}
