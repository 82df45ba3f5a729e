// SPDX-License-Identifier: Apache-2.0
/** The DHCP server of a network that Bulkhead sets up: a dnsmasq of its own, as a unit of systemd. */

import { basename } from 'node:path';
import { fail } from '../../../../contract/errors.ts';
import { formatIpv4, readIpv4Net } from '../../../../contract/rules/ipv4-net.ts';
import { networkUnitOf } from '../../../lxc/network/network-unit.ts';
import type { OwnNetwork } from '../../../lxc/network/own-networks.ts';
import { textOf } from '../../../system/files/text-of.ts';
import { runProgram } from '../../../system/programs/run-program.ts';
import { askToReadAgain } from './ask-to-read-again.ts';
import { resolverLines } from '../egress/egress-names.ts';
import type { DhcpServer } from './dhcp-server.ts';

/** `names`: those that containers on the network may reach. */
export function createOwnServer({ name, address }: OwnNetwork, names: () => readonly string[]): DhcpServer {
  const pidFile = pidFileOf(name);

  function runningServer(configuration: string): number | undefined {
    const pid = Number(textOf(pidFile));
    if (!Number.isInteger(pid) || pid <= 1) return undefined;
    const words = (textOf(`/proc/${pid}/cmdline`) ?? '').split('\0');
    return basename(words[0] ?? '') === 'dnsmasq' && words.includes(`--conf-file=${configuration}`) ? pid : undefined;
  }

  return {
    bridge: name,
    leases: leasesOf(name),
    isAlways: true,
    isPrepared: true,
    get lines() {
      return [...linesOf({ name, address }), ...resolverLines(names())];
    },
    reads: (configuration) => runningServer(configuration) !== undefined,
    async bring(configuration, isAnother) {
      if (!isAnother && runningServer(configuration) !== undefined) return;
      const unit = networkUnitOf(name);
      await runProgram('/usr/bin/systemctl', ['reset-failed', unit]);
      const { code, stderr } = await runProgram('/usr/bin/systemctl', ['restart', unit]);
      if (code !== 0 || runningServer(configuration) === undefined)
        fail('network-unavailable', {
          reason: `the DHCP server of ${name} does not start (${stderr.trim() || 'see its journal'}); see journalctl -u ${unit}`,
        });
    },
    async reload(configuration) {
      const pid = runningServer(configuration);
      if (pid !== undefined && !askToReadAgain(pid))
        await runProgram('/usr/bin/systemctl', ['restart', networkUnitOf(name)]);
    },
  };
}

/** Ends the server of a network that is no longer there. */
export async function stopOwnServer(name: string): Promise<void> {
  await runProgram('/usr/bin/systemctl', ['stop', networkUnitOf(name)]);
}

export function leasesOf(bridge: string): string {
  return `/var/lib/misc/dnsmasq.${bridge}.leases`;
}

/** Writes the lines as lxc-net has them for its own bridge. */
function linesOf({ name, address }: OwnNetwork): readonly string[] {
  const net = readIpv4Net(address);
  if (net === undefined) throw new Error(`cannot read the net of ${address}`);
  const own = formatIpv4(net.host);
  return [
    'strict-order',
    'bind-interfaces',
    'except-interface=lo',
    `interface=${name}`,
    `listen-address=${own}`,
    `dhcp-range=${formatIpv4(net.first)},${formatIpv4(net.last)},1h`,
    'dhcp-no-override',
    'dhcp-authoritative',
    `dhcp-leasefile=${leasesOf(name)}`,
    `pid-file=${pidFileOf(name)}`,
  ];
}

export function pidFileOf(name: string): string {
  return `/run/lxc/bulkhead-${name}.pid`;
}
