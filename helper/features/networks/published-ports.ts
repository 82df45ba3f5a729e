// SPDX-License-Identifier: Apache-2.0
/** Publishes ports of containers. A conflict is found before anything is written. */

import { networkInterfaces } from 'node:os';
import { fail } from '../../../contract/errors.ts';
import type { Container, Network } from '../../../contract/model/containers/container.ts';
import {
  describeHostPort,
  isHostPort,
  isSameHostPort,
  maxPublications,
  type Publication,
} from '../../../contract/model/containers/publication.ts';
import type { Params } from '../../../contract/operations/index.ts';
import type { ListenVerdict } from '../../../contract/operations/containers/port.ts';
import { say, type Words } from '../../../contract/text.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { type ListeningSocket, readListeningSockets, socketBehind } from '../../lxc/network/listening-sockets.ts';
import { networkBehindHost } from './network-behind-host.ts';
import { type NetworkRecord, readNetworkRecords } from './network-records.ts';
import type { Networks } from './ports.ts';
import type { NetworkSettling } from './settle-networks.ts';

export interface PublishedPorts extends Pick<Networks, 'publish' | 'unpublish'> {
  check(name: string, publication: Publication, signal: AbortSignal): Promise<Checked>;
  /** Fails with `port-not-allowed` where a container that is being created cannot publish these. */
  checkNew(name: string, network: Network, published: readonly Publication[]): void;
  /** Why each of these would not be published, one after the other; null where no reason is known. */
  problemsOfPlan(plan: Params<'plan.check'>): (Words | null)[];
}

interface Checked {
  readonly problem: Words | null;
  readonly listen: ListenVerdict;
}

/** What the host itself has of ports and addresses. */
interface OfHost {
  readonly sockets: () => readonly ListeningSocket[];
  readonly addresses: () => readonly string[];
  /** Says whether the host's address is that of a network's containers, for others. */
  readonly isBehindHost: (network: Container['network']) => boolean;
}

export interface PublishedPortsOptions extends Partial<OfHost> {
  readonly places: HostPlaces;
  readonly containers: Pick<Containers, 'choose' | 'exclusively' | 'require'>;
  readonly settling: NetworkSettling;
  readonly mayListen: (container: Container, port: Publication, signal: AbortSignal) => Promise<ListenVerdict>;
}

export function createPublishedPorts(options: PublishedPortsOptions): PublishedPorts {
  const {
    places,
    containers,
    settling,
    mayListen,
    sockets = readListeningSockets,
    addresses = hostAddresses,
    isBehindHost = (network: Container['network']) => networkBehindHost(network, places.state),
  } = options;
  const ofHost = { sockets, addresses, isBehindHost };
  const managed = { can: 'published-ports', isManaged: true } as const;
  const busy = { reason: say('its published ports are being changed') };

  /** Writes first: what fails is written back, and what a crash interrupts is settled at the next start. */
  async function change(
    { name, published: before }: Pick<Container, 'name' | 'published'>,
    published: readonly Publication[],
  ): Promise<Container> {
    containers.choose(name, { published: [...published] });
    try {
      await settling.settle();
    } catch (error) {
      containers.choose(name, { published: before });
      throw error;
    }
    return containers.require(name, managed);
  }

  return {
    async check(name, publication, signal) {
      const container = await containers.require(name, managed);
      const record = recordOf(container);
      return {
        problem: problemOf(record, publication, { ...ofHost, others: readNetworkRecords(places) }) ?? null,
        listen: await mayListen(container, publication, signal),
      };
    },
    publish(name, publication) {
      return containers.exclusively(name, busy, async () => {
        const container = await containers.require(name, managed);
        // The port is judged in one turn with the writing: nobody else can publish the same one in between.
        const problem = problemOf(recordOf(container), publication, { ...ofHost, others: readNetworkRecords(places) });
        if (problem !== undefined) fail('port-not-allowed', { port: describeHostPort(publication), reason: problem });
        return change(container, [...container.published, publication]);
      });
    },
    unpublish(name, port) {
      return containers.exclusively(name, busy, async () => {
        const container = await containers.require(name, managed);
        const before =
          container.published.find((one) => isHostPort(one, port)) ??
          fail('port-not-published', { name, port: describeHostPort(port) });
        const rest = container.published.filter((one) => one !== before);
        return { before, container: await change(container, rest) };
      });
    },
    checkNew(name, network, published) {
      const others = readNetworkRecords(places);
      for (const publication of published) {
        const reason = problemOf({ name, network, published: [] }, publication, { ...ofHost, others });
        if (reason !== undefined) fail('port-not-allowed', { port: describeHostPort(publication), reason });
      }
    },
    problemsOfPlan(plan) {
      const all = [...leftByPlan(plan, readNetworkRecords(places))];
      const host = duringPlan(plan, ofHost);
      return plan.published.map(({ name, network, ...publication }) => {
        const published = all.flatMap((one) => (one.name === name ? one.published : []));
        const problem = problemOf({ name, network, published }, publication, { ...host, others: all });
        if (problem !== undefined) return problem;
        all.push({ name, published: [publication] });
        return null;
      });
    },
  };
}

/** What is published once a plan has ended what it ends. */
function leftByPlan(
  { replaced, unpublished }: Params<'plan.check'>,
  records: readonly NetworkRecord[],
): readonly Published[] {
  const gone = new Set(replaced);
  return records
    .filter(({ name }) => !gone.has(name))
    .map(({ name, published }) => ({
      name,
      published: published.filter((port) => !unpublished.some((one) => one.name === name && isHostPort(one, port))),
    }));
}

/** What the host has is read once, and the networks of the plan are there. */
function duringPlan({ networks }: Params<'plan.check'>, { sockets, addresses, isBehindHost }: OfHost): OfHost {
  const planned = new Set(networks.map(({ name }) => name));
  const [present, own] = [sockets(), addresses()];
  return {
    sockets: () => present,
    addresses: () => own,
    isBehindHost: (network) => (network?.kind === 'bridge' && planned.has(network.bridge)) || isBehindHost(network),
  };
}

type Published = Pick<NetworkRecord, 'name' | 'published'>;
type Publisher = Published & { readonly network: Container['network'] };

function recordOf({ name, network, published }: Container): Publisher {
  return { name, network, published };
}

/** Why a container cannot publish a port, as an end of "cannot publish ...: ". */
function problemOf(
  { name, network, published }: Publisher,
  publication: Publication,
  { others, sockets, addresses, isBehindHost }: OfHost & { readonly others: readonly Published[] },
): Words | undefined {
  if (!isBehindHost(network))
    return say(
      "{name} is not behind the host's address; only containers with the network nat, or on a network that Bulkhead set up, publish ports",
      { name },
    );
  if (published.length >= maxPublications)
    return say('{name} has {maxPublications} published ports; end one of them first', { name, maxPublications });
  const owner = others.find((one) => one.published.some((port) => isSameHostPort(port, publication)));
  if (owner !== undefined)
    return say('{name} has published it; choose another port, or end that publication first', { name: owner.name });
  if (publication.address !== null && !addresses().includes(publication.address))
    return say('the host has no address {address} now', { address: publication.address });
  const socket = socketBehind(publication, sockets());
  if (socket === undefined) return undefined;
  return socket.address === null
    ? say('a program of the host listens on it; it would get nothing any more; choose another port')
    : say('a program of the host listens on it, at {address}; it would get nothing any more; choose another port', {
        address: socket.address,
      });
}

/** Lists the addresses of its interfaces that are up, but for the loopback. */
export function hostAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((all = []) =>
    all.flatMap(({ family, internal, address }) => (family === 'IPv4' && !internal ? [address] : [])),
  );
}
