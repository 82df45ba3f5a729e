// SPDX-License-Identifier: Apache-2.0
/**
 * Brings the kernel to the networks that are written down: a bridge for each, addresses that leave the host as the
 * host's own, and rules of routing by which no bridge of containers reaches the net of another one. Idempotent.
 */

import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../../../../contract/errors.ts';
import { formatIpv4, readIpv4Net } from '../../../../contract/rules/ipv4-net.ts';
import { readBridgeAddress } from '../../../lxc/network/bridge-address.ts';
import type { OwnNetwork } from '../../../lxc/network/own-networks.ts';
import { bringSeparation } from '../../../lxc/network/pair-rules.ts';
import { natBridge } from '../../../lxc/network/port-guard.ts';
import { writeDurably } from '../../../system/files/write-durably.ts';
import { mustRunProgram } from '../../../system/programs/run-program.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { nft } from '../leased-addresses.ts';

const ip = '/usr/sbin/ip';

export interface OwnKernel {
  bring(networks: readonly OwnNetwork[]): Promise<void>;
  /** Removes the bridge of one that is no longer written down. */
  remove(name: string): Promise<void>;
  /** Names of networks whose bridge is not there. */
  missing(networks: readonly OwnNetwork[]): readonly string[];
}

/** `folder`: where the text of the rules is kept, for nft and for who looks. */
export function createOwnKernel(folder: string): OwnKernel {
  const run = (...args: readonly string[]): Promise<string> => mustRunProgram(ip, args);

  async function bringBridge({ name, address }: OwnNetwork): Promise<void> {
    if (!existsSync(`/sys/class/net/${name}`))
      await run('link', 'add', 'name', name, 'address', hardwareAddressOf(name), 'type', 'bridge');
    if (!existsSync(`/sys/class/net/${name}/bridge`))
      fail('network-unavailable', {
        reason: `${name} is an interface of another kind; rename it, or remove the network`,
      });
    // The guard of its ports knows addresses by leases, and there are none of IPv6.
    writeFileSync(`/proc/sys/net/ipv6/conf/${name}/disable_ipv6`, '1');
    await run('-4', 'address', 'replace', address, 'broadcast', '+', 'dev', name);
    await run('link', 'set', 'dev', name, 'up');
  }

  return {
    async bring(networks) {
      for (const network of networks) await bringBridge(network);
      if (networks.length > 0) writeFileSync('/proc/sys/net/ipv4/ip_forward', '1');
      await bringSeparation(separations(networks, readBridgeAddress(natBridge)), neverAborts);
      if (!existsSync(nft)) {
        if (networks.length > 0)
          fail('network-unavailable', { reason: 'nftables is not installed; install the package nftables' });
        return;
      }
      const path = join(folder, 'own-networks.nft');
      if (networks.length === 0 && !existsSync(path)) return;
      writeDurably(path, translationRules(networks), 0o600);
      await mustRunProgram(nft, ['-f', path]);
    },
    async remove(name) {
      if (existsSync(`/sys/class/net/${name}/bridge`)) await run('link', 'delete', 'dev', name);
    },
    missing: (networks) => networks.flatMap(({ name }) => (existsSync(`/sys/class/net/${name}/bridge`) ? [] : [name])),
  };
}

/** No bridge of containers reaches the net of another; what LXC's bridge reaches of itself is denied beside these. */
export function separations(
  networks: readonly OwnNetwork[],
  lxcAddress: string | undefined,
): readonly (readonly [bridge: string, net: string])[] {
  const all = [...(lxcAddress === undefined ? [] : [{ name: natBridge, address: lxcAddress }]), ...networks].map(
    ({ name, address }) => ({ name, net: netOf(address) }),
  );
  return networks.length === 0
    ? []
    : all.flatMap((from) =>
        all.flatMap((to) => (from.name === natBridge && to === from ? [] : [[from.name, to.net] as const])),
      );
}

/** Writes one transaction: what leaves the host has the host's address. */
export function translationRules(networks: readonly OwnNetwork[]): string {
  const replaced = 'add table ip bulkhead_networks\ndelete table ip bulkhead_networks\n';
  if (networks.length === 0) return replaced;
  const rules = networks.map(
    ({ address }) => `    ip saddr ${netOf(address)} ip daddr != ${netOf(address)} masquerade\n`,
  );
  return (
    `${replaced}table ip bulkhead_networks {\n` +
    `  chain leaving {\n    type nat hook postrouting priority srcnat; policy accept;\n${rules.join('')}  }\n}\n`
  );
}

/** `10.0.4.0/24` of `10.0.4.1/24`. */
function netOf(address: string): string {
  const net = readIpv4Net(address);
  if (net === undefined) throw new Error(`cannot read the net of ${address}`);
  return `${formatIpv4(net.first - 1)}/${address.split('/')[1] ?? ''}`;
}

/** Always the same for the same name: one that follows its ports would change with each container that starts. */
function hardwareAddressOf(name: string): string {
  const digest = createHash('sha256').update(name).digest('hex');
  return `10:66:6a:${digest.slice(0, 2)}:${digest.slice(2, 4)}:${digest.slice(4, 6)}`;
}
