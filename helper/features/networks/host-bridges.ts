// SPDX-License-Identifier: Apache-2.0
/** The bridges of the host, with its own addresses on them. */

import { existsSync, readdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { HostBridge } from '../../../contract/model/host/network.ts';
import { natBridge } from '../../lxc/network/port-guard.ts';

export function readHostBridges(network = '/sys/class/net', interfaces = networkInterfaces()): readonly HostBridge[] {
  return readdirSync(network)
    .filter((name) => existsSync(join(network, name, 'bridge')))
    .sort((one, other) => Number(other === natBridge) - Number(one === natBridge) || one.localeCompare(other))
    .map((name) => ({
      name,
      isNat: name === natBridge,
      addresses: (interfaces[name] ?? []).flatMap(({ cidr, scopeid }) =>
        cidr === null || (scopeid ?? 0) !== 0 ? [] : [cidr],
      ),
    }));
}
