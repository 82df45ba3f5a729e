// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Network } from '../../../../contract/model/containers/container.ts';
import { noSettings, type Settings } from '../../../../contract/model/containers/settings.ts';
import { fakeContainer } from '../../../../testing/models/container.ts';
import { containerPlaces } from '../../../lxc/places.ts';
import { describeContainers } from '../fixtures/described-containers.ts';
import { createContainerEgress } from './container-egress.ts';

interface Given {
  readonly settings: Partial<Settings>;
  readonly network?: Network;
  readonly configuration?: string;
}

const nat: Network = { kind: 'nat' };
const withAddress = 'lxc.net.0.hwaddr = 10:66:6a:00:00:01\n';
const unused = (): never => {
  throw new Error('a check asks no kernel');
};
const kernel = { bring: unused, restore: unused, hasChanged: unused, rotate: unused, denied: unused };

/** Checks a change of one container, with what its configuration holds by now. */
function check({ settings: given, network = nat, configuration = withAddress }: Given): void {
  const settings = { ...noSettings, ...given };
  using host = describeContainers({ web: { settings, network } }, fakeContainer);
  writeFileSync(containerPlaces(host.places, 'web').configuration, configuration);
  const egress = createContainerEgress({
    places: host.places,
    kernel,
    forget: () => Promise.resolve(),
    log: () => undefined,
    now: () => 0,
  });
  egress.check({ name: 'web', network, settings });
}

it('takes addresses on the network nat, and nothing that is chosen', () => {
  check({ settings: { egress: ['192.0.2.7:443'] } });
  check({ settings: { egress: ['none'] } });
  check({ settings: {}, network: { kind: 'bridge', bridge: 'br0' }, configuration: 'lxc.net.0.type = veth\n' });
});

it.each<[string, Given, RegExp]>([
  [
    'the network of an administrator',
    { settings: { egress: ['none'] }, network: { kind: 'bridge', bridge: 'br0' } },
    /managed by an administrator/,
  ],
  ['names on the network nat', { settings: { egress: ['example.org'] } }, /a network that Bulkhead set up/],
  [
    'a configuration without a hardware address',
    { settings: { egress: ['none'] }, configuration: 'lxc.net.0.type = veth\n' },
    /no hardware address/,
  ],
])('does not take a list with %s', (_of, given, reason) => {
  expect(() => check(given)).toThrow(reason);
});
