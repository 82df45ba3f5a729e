// SPDX-License-Identifier: Apache-2.0
/** Writes the network of a container into its LXC configuration: one interface, `eth0`, or none. */

import { randomInt } from 'node:crypto';
import type { Network } from '../../../contract/model/containers/container.ts';
import { type ConfigurationLine, valueOf } from '../configuration-file.ts';
import { natBridge } from './port-guard.ts';
import { vethNameOf } from './veth-name.ts';

const prefix = 'lxc.net.0.';
const addressKey = 'lxc.net.0.hwaddr';

/** `hardwareAddress`: six bytes as `10:66:6a:xx:xx:xx`. Without the guard of its port, which depends on all networks. */
export function networkLines(name: string, network: Network, hardwareAddress: string): readonly ConfigurationLine[] {
  if (network.kind === 'none') return [{ key: 'lxc.net.0.type', value: 'empty' }];
  if (network.kind === 'macvlan')
    return [
      { key: 'lxc.net.0.type', value: 'macvlan' },
      { key: 'lxc.net.0.link', value: network.parent },
      // Containers on the same interface do not reach each other, also where a switch sends frames back.
      { key: 'lxc.net.0.macvlan.mode', value: 'private' },
      { key: 'lxc.net.0.flags', value: 'up' },
      { key: 'lxc.net.0.name', value: 'eth0' },
      { key: 'lxc.net.0.hwaddr', value: hardwareAddress },
    ];
  return [
    { key: 'lxc.net.0.type', value: 'veth' },
    { key: 'lxc.net.0.link', value: network.kind === 'nat' ? natBridge : network.bridge },
    { key: 'lxc.net.0.flags', value: 'up' },
    { key: 'lxc.net.0.name', value: 'eth0' },
    { key: 'lxc.net.0.veth.pair', value: vethNameOf(name) },
    { key: 'lxc.net.0.hwaddr', value: hardwareAddress },
  ];
}

/**
 * The lines with another network in the place of the first interface. The hardware address stays, where there is one.
 * What was written by hand about the interface belongs to the former network, and is left out.
 */
export function withNetwork(
  lines: readonly ConfigurationLine[],
  name: string,
  network: Network,
): readonly ConfigurationLine[] {
  const address = valueOf(lines, addressKey) ?? newHardwareAddress();
  return [...lines.filter(({ key }) => !key.startsWith(prefix)), ...networkLines(name, network, address)];
}

/** In the range that LXC's own templates use, `10:66:6a`, the rest at random. */
export function newHardwareAddress(): string {
  const bytes = [0x10, 0x66, 0x6a, randomInt(256), randomInt(256), randomInt(256)];
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}
