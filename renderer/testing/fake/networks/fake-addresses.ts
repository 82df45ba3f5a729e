// SPDX-License-Identifier: Apache-2.0
/** The addresses that the networks of the fake host give to containers. */

import { fail } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { isReserved, type Settings } from '../../../../contract/model/containers/settings.ts';
import { addressProblem } from '../../../../contract/rules/ipv4-net.ts';
import type { FakeHost } from '../fake-host.ts';

/** The address of LXC's bridge, with its net. */
export const bridgeNet = '10.77.0.1/16';

/** Addresses of the host itself, the first of which it always has. */
export const hostAddresses = ['192.0.2.14', '198.51.100.7'];

/** Names the bridge that the container is on, if it is on one. */
export function bridgeOf({ network }: Pick<Container, 'network'>): string | undefined {
  if (network?.kind === 'bridge') return network.bridge;
  return network?.kind === 'nat' ? 'lxcbr0' : undefined;
}

/** Gives the containers that have or reserve an address on the bridge, by their addresses; all `but` one. */
export function holdersOf(host: FakeHost, bridge: string, but?: string): ReadonlyMap<string, string> {
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
  const net = bridge === 'lxcbr0' ? bridgeNet : host.ownNetworks.get(bridge);
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
