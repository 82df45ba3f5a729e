// SPDX-License-Identifier: Apache-2.0
/** Networks of the fake host: what is published and linked is only written down. */

import { fail } from '../../../contract/errors.ts';
import { describeNetwork } from '../../../contract/wording/describe-network.ts';
import { linksOf } from '../../../contract/rules/linked-pairs.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import {
  describeHostPort,
  isHostPort,
  isSameHostPort,
  type Publication,
} from '../../../contract/model/containers/publication.ts';
import type { Params } from '../../../contract/operations/index.ts';
import type { ListenVerdict } from '../../../contract/operations/port.ts';
import type { Handlers } from '../../../rpc/handlers.ts';
import { addressProblem, freeAddress } from '../../../contract/rules/ipv4-net.ts';
import { isReserved, type Settings } from '../../../contract/model/containers/settings.ts';
import { fakeNetworkChange } from './containers/fake-changes.ts';
import type { FakeHost } from './fake-host.ts';
import { pause } from './pause.ts';
import { fakePortTypes } from './policies/fake-port-types.ts';

type NetworkHandlers = Pick<
  Handlers<string>,
  | 'port.check'
  | 'port.publish'
  | 'port.unpublish'
  | 'network.list'
  | 'network.create'
  | 'network.remove'
  | 'network.change'
  | 'network.link'
  | 'network.unlink'
>;

const addresses = ['192.0.2.14', '198.51.100.7'];
/** Ports on which programs of the fake host listen. */
const taken: readonly number[] = [22, 53];

type HostOfNetworks = Pick<FakeHost, 'containers' | 'ownNetworks'>;

/** Why a network cannot be set up, as an end of a sentence. */
export function problemOfNetwork(
  { ownNetworks }: HostOfNetworks,
  { name, address }: Params<'network.create'>,
): string | null {
  if (ownNetworks.has(name) || ['lxcbr0', 'br0'].includes(name))
    return 'the host has an interface of that name; choose another';
  return address === null || /^(?:10|172|192)\./.test(address)
    ? null
    : `${address} is no net of a length from 16 to 29, such as 10.0.4.0/24`;
}

/** Why a container cannot publish a port, as an end of a sentence. */
export function problemOfPort(
  { containers, ownNetworks }: HostOfNetworks,
  { name, network }: Pick<Container, 'name' | 'network'>,
  publication: Publication,
): string | null {
  if (network?.kind !== 'nat' && !(network?.kind === 'bridge' && ownNetworks.has(network.bridge)))
    return (
      `${name} is not behind the host's address; only containers with the network nat, or on a network that Bulkhead ` +
      'set up, publish ports'
    );
  const owner = [...containers.values()].find(({ published }) =>
    published.some((one) => isSameHostPort(one, publication)),
  );
  if (owner !== undefined) return `${owner.name} has published it; choose another port, or end that publication first`;
  if (publication.address !== null && !addresses.includes(publication.address))
    return `the host has no address ${publication.address} now`;
  return taken.includes(publication.hostPort)
    ? 'a program of the host listens on it; it would get nothing any more; choose another port'
    : null;
}

export function fakeNetworks(host: FakeHost): NetworkHandlers {
  function find(name: string): Container {
    const container = host.containers.get(name) ?? fail('container-not-found', { name });
    return container.isManaged ? container : fail('container-not-managed', { name });
  }

  async function changed(container: Container): Promise<Container> {
    await pause(300);
    host.change(container);
    return container;
  }

  async function change(name: string, other: string, isLinked: boolean): Promise<Container> {
    const set = (container: Container, one: string): Container => {
      const rest = container.links.filter((link) => link !== one);
      return { ...container, links: isLinked ? [...rest, one].sort() : rest };
    };
    await changed(set(find(other), name));
    return changed(set(find(name), other));
  }

  return {
    'port.check': async ({ name, ...publication }) => ({
      problem: problemOfPort(host, find(name), publication),
      listen: fakeListenVerdict(find(name), publication),
    }),
    'port.publish': async ({ name, ...publication }, { record }) => {
      const container = find(name);
      const reason = problemOfPort(host, container, publication);
      if (reason !== null) fail('port-not-allowed', { port: describeHostPort(publication), reason });
      const is = await changed({ ...container, published: [...container.published, publication] });
      const after = `${describeHostPort(publication)} leads to port ${publication.port} of ${name}`;
      if (record !== undefined)
        fakeNetworkChange(
          host,
          record,
          { name, after, before: `${describeHostPort(publication)} not published` },
          (now) => ({
            ...now,
            published: now.published.filter((one) => !isHostPort(one, publication)),
          }),
        );
      return is;
    },
    'port.unpublish': async ({ name, ...port }) => {
      const container = find(name);
      const published = container.published.filter((one) => !isHostPort(one, port));
      if (published.length === container.published.length)
        fail('port-not-published', { name, port: describeHostPort(port) });
      return changed({ ...container, published });
    },
    'network.list': async () => ({
      bridges: [
        {
          name: 'lxcbr0',
          isNat: true,
          isOwn: false,
          addresses: [fakeNet],
          freeAddress: freeAddress(fakeNet, new Set(holdersOf(host, 'lxcbr0').keys())),
        },
        { name: 'br0', isNat: false, isOwn: false, addresses: ['198.51.100.7/24'], freeAddress: null },
        ...[...host.ownNetworks].map(([name, address]) => ({
          name,
          isNat: false,
          isOwn: true,
          addresses: [address],
          freeAddress: freeAddress(address, new Set(holdersOf(host, name).keys())),
        })),
      ],
      addresses: addresses.slice(0, 1),
      uplinks: ['enp1s0'],
      forwards: [...host.containers.values()]
        .filter(({ published, links }) => published.length + links.length > 0)
        .map(({ name, addresses: own }) => ({ container: name, address: own[0] ?? null })),
    }),
    'network.create': async ({ name, address }) => {
      const reason = problemOfNetwork(host, { name, address });
      if (reason !== null) fail('network-not-allowed', { name, reason });
      await pause(400);
      const chosen = (address ?? `10.0.${4 + host.ownNetworks.size}.0/24`).replace(/\.0\//, '.1/');
      host.ownNetworks.set(name, chosen);
      return { name, address: chosen };
    },
    'network.remove': async ({ name }) => {
      if (!host.ownNetworks.has(name)) fail('network-not-found', { name });
      const users = [...host.containers.values()].filter((one) => bridgeOf(one) === name);
      if (users.length > 0) fail('network-in-use', { name, containers: users.map((one) => one.name).join(', ') });
      await pause(300);
      host.ownNetworks.delete(name);
      return {};
    },
    'network.change': async ({ name, network }, { record }) => {
      const container = find(name);
      if (container.initPid !== null) fail('container-running', { name });
      const before = container.network ?? fail('container-not-managed', { name });
      const isBehindHost =
        network.kind === 'nat' || (network.kind === 'bridge' && host.ownNetworks.has(network.bridge));
      if (container.published.length > 0 && !isBehindHost)
        fail('network-not-possible', {
          name,
          reason:
            'it has published ports, which need the network nat or one that Bulkhead set up; end their publication first',
        });
      if (container.settings !== null) checkFakeAddress(host, { name, network }, container.settings);
      const is = await changed({ ...container, network });
      if (record !== undefined)
        fakeNetworkChange(
          host,
          record,
          { name, after: `network ${describeNetwork(network)}`, before: `network ${describeNetwork(before)}` },
          (now) => ({ ...now, network: before }),
        );
      return is;
    },
    'network.link': async ({ name, other }) => {
      for (const one of [name, other])
        if (find(one).network?.kind !== 'nat')
          fail('link-not-allowed', {
            name,
            other,
            reason: `${one} is not on LXC's bridge; those on another bridge reach each other as its administrator lets them`,
          });
      return change(name, other, true);
    },
    'network.unlink': async ({ name, other }) => {
      if (!linksOf(name, [...host.containers.values()]).includes(other)) fail('link-not-found', { name, other });
      return change(name, other, false);
    },
  };
}

const fakeNet = '10.77.0.1/16';

function bridgeOf({ network }: Pick<Container, 'network'>): string | undefined {
  if (network?.kind === 'bridge') return network.bridge;
  return network?.kind === 'nat' ? 'lxcbr0' : undefined;
}

function holdersOf(host: FakeHost, bridge: string, but?: string): ReadonlyMap<string, string> {
  return new Map(
    [...host.containers.values()]
      .filter((one) => one.name !== but && bridgeOf(one) === bridge)
      .flatMap(({ name, addresses: now, settings }) =>
        [...now, settings?.address ?? ''].map((address) => [address, name] as const),
      ),
  );
}

/** Fails as the helper does where the host cannot give these. */
export function checkFakeAddress(
  host: FakeHost,
  container: Pick<Container, 'name' | 'network'>,
  settings: Settings,
): void {
  if (!isReserved(settings)) return;
  const { name } = container;
  const bridge = bridgeOf(container) ?? '';
  const net = bridge === 'lxcbr0' ? fakeNet : host.ownNetworks.get(bridge);
  if (net === undefined)
    fail('address-not-allowed', {
      name,
      reason:
        'the host gives no addresses on its network; only containers with the network nat, or on a network that ' +
        'Bulkhead set up, have them',
    });
  const reason =
    settings.address === null ? undefined : addressProblem(settings.address, net, holdersOf(host, bridge, name));
  if (reason !== undefined) fail('address-not-allowed', { name, reason });
}

/**
 * Judges what the container may listen on. In a domain of its own it is what the domain was given, by the type of the
 * port.
 */
function fakeListenVerdict(
  { confinement, ports }: Container,
  { protocol, port }: Pick<Publication, 'protocol' | 'port'>,
): ListenVerdict {
  const type =
    fakePortTypes.find(({ ports: ranges }) =>
      ranges.some((range) => range.protocol === protocol && range.low <= port && port <= range.high),
    )?.name ?? 'unreserved_port_t';
  if (confinement === 'learning') return { state: 'permissive', type };
  if (confinement !== 'own' || ports.some((one) => one.protocol === protocol && one.port === port))
    return { state: 'allowed', type };
  return { state: 'denied', type };
}
