// SPDX-License-Identifier: Apache-2.0
/** The bridges of the host, with its own addresses on them. */

import { existsSync, readdirSync } from 'node:fs';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { HostBridge } from '../../../contract/model/host/network.ts';
import { readBridgeAddress } from '../../lxc/network/bridge-address.ts';
import { natBridge } from '../../lxc/network/port-guard.ts';

export function readHostBridges(
  network = '/sys/class/net',
  interfaces = networkInterfaces(),
): readonly Omit<HostBridge, 'freeAddress' | 'isOwn'>[] {
  return readdirSync(network)
    .filter((name) => existsSync(join(network, name, 'bridge')))
    .sort((one, other) => Number(other === natBridge) - Number(one === natBridge) || one.localeCompare(other))
    .map((name) => ({
      name,
      isNat: name === natBridge,
      addresses: addressesOf(name, interfaces[name] ?? []),
    }));
}

/** Lists the addresses without the link-local ones. */
function addressesOf(name: string, all: readonly NetworkInterfaceInfo[]): string[] {
  const known = all.flatMap(({ cidr, scopeid }) => (cidr === null || (scopeid ?? 0) !== 0 ? [] : [cidr]));
  return known.length > 0 ? known : [readBridgeAddress(name)].filter((address) => address !== undefined);
}
