// SPDX-License-Identifier: Apache-2.0
/** Networks of the fake host: what is set up and linked is only written down. */

import { fail } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import type { Params } from '../../../../contract/operations/index.ts';
import { freeAddress } from '../../../../contract/rules/ipv4-net.ts';
import { linksOf } from '../../../../contract/rules/linked-pairs.ts';
import { describeNetwork } from '../../../../contract/wording/describe-network.ts';
import { recordNetworkChange } from '../containers/fake-changes.ts';
import { findManaged } from '../containers/find-container.ts';
import type { FakeHost } from '../fake-host.ts';
import type { HandlersOf } from '../handlers-of.ts';
import { pause } from '../pause.ts';
import { bridgeNet, bridgeOf, checkFakeAddress, holdersOf, hostAddresses } from './fake-addresses.ts';
import { showChanged } from './show-changed.ts';

/** Why a network cannot be set up, as an end of a sentence. */
export function problemOfNetwork(
  { ownNetworks }: Pick<FakeHost, 'ownNetworks'>,
  { name, address }: Params<'network.create'>,
): string | null {
  if (ownNetworks.has(name) || ['lxcbr0', 'br0'].includes(name))
    return 'the host has an interface of that name; choose another';
  return address === null || /^(?:10|172|192)\./.test(address)
    ? null
    : `${address} is no net of a length from 16 to 29, such as 10.0.4.0/24`;
}

/** Gives the handlers of networks: of the bridges themselves, and of what is on them. */
export function fakeNetworks(host: FakeHost): HandlersOf<`network.${string}`> {
  return {
    ...bridgeHandlers(host),
    ...linkHandlers(host),
    'network.change': async ({ name, network }, { record }) => {
      const container = findManaged(host, name);
      if (container.initPid !== null) fail('container-running', { name });
      const before = container.network ?? fail('container-not-managed', { name });
      requirePublishing(host, container, network);
      if (container.settings !== null) checkFakeAddress(host, { name, network }, container.settings);
      const is = await showChanged(host, { ...container, network });
      if (record !== undefined)
        recordNetworkChange(host, record, {
          name,
          before: `network ${describeNetwork(before)}`,
          after: `network ${describeNetwork(network)}`,
          revert: (now) => ({ ...now, network: before }),
        });
      return is;
    },
  };
}

function bridgeHandlers(host: FakeHost): HandlersOf<`network.${'list' | 'create' | 'remove'}`> {
  return {
    'network.list': async () => ({
      bridges: [
        {
          name: 'lxcbr0',
          isNat: true,
          isOwn: false,
          addresses: [bridgeNet],
          freeAddress: freeAddress(bridgeNet, new Set(holdersOf(host, 'lxcbr0').keys())),
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
      addresses: hostAddresses.slice(0, 1),
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
  };
}

function linkHandlers(host: FakeHost): HandlersOf<`network.${'link' | 'unlink'}`> {
  async function change(name: string, other: string, isLinked: boolean): Promise<Container> {
    const set = (container: Container, one: string): Container => {
      const rest = container.links.filter((link) => link !== one);
      return { ...container, links: isLinked ? [...rest, one].sort() : rest };
    };
    await showChanged(host, set(findManaged(host, other), name));
    return showChanged(host, set(findManaged(host, name), other));
  }

  return {
    'network.link': async ({ name, other }) => {
      for (const one of [name, other])
        if (findManaged(host, one).network?.kind !== 'nat')
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

/** Fails where the container has published ports, and would get none on the network. */
function requirePublishing(
  { ownNetworks }: FakeHost,
  { name, published }: Container,
  network: Params<'network.change'>['network'],
): void {
  const isBehindHost = network.kind === 'nat' || (network.kind === 'bridge' && ownNetworks.has(network.bridge));
  if (published.length > 0 && !isBehindHost)
    fail('network-not-possible', {
      name,
      reason:
        'it has published ports, which need the network nat or one that Bulkhead set up; end their publication first',
    });
}
