// SPDX-License-Identifier: Apache-2.0
/**
 * The guard of a container's port of its bridge: the lines of its configuration by which LXC runs
 * programs/guard-port.sh whenever it creates the port, and the check whether it did. LXC does so before the container's
 * init runs, and also when the container reboots by itself, which the helper only learns afterwards.
 */

import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say, type Words } from '../../../contract/text.ts';
import { textOf } from '../../system/files/text-of.ts';
import { runtimeFolder } from '../../system/runtime-folder.ts';
import type { ConfigurationLine } from '../configuration-file.ts';
import { readIpv4 } from '../../../contract/rules/ipv4-net.ts';
import { programAddressOf } from '../program/program-lines.ts';

export const natBridge = 'lxcbr0';

/** The helper is installed there: configurations outlive the helper that wrote them. */
const program = '/usr/lib/bulkhead/network/guard-port.sh';

/**
 * The same lines with those of the guard, whatever network they describe; they do not change where the guard is there
 * already. `own`: bridges of networks that Bulkhead sets up.
 */
export function withPortGuard(
  lines: readonly ConfigurationLine[],
  own: ReadonlySet<string>,
): readonly ConfigurationLine[] {
  const rest = lines.filter(({ key }) => key !== 'lxc.net.0.script.up' && key !== 'lxc.net.0.script.down');
  const port = portOf(rest);
  if (port === undefined) return rest;
  const at = rest.findLastIndex(({ key }) => key.startsWith('lxc.net.0.')) + 1;
  return [...rest.slice(0, at), ...guardLines(port, own), ...rest.slice(at)];
}

/** Says whether a line is one that the guard wrote. */
export function isGuardLine({ key, value }: ConfigurationLine): boolean {
  return (
    /^lxc\.net\.0\.script\.(?:up|down)$/.test(key) &&
    value.startsWith(`/bin/sh ${program} `) &&
    /^[\w/. -]+$/.test(value)
  );
}

/** Why the port of a running container is not isolated from the others; undefined when it is, or need not be. */
export function portProblem(lines: readonly ConfigurationLine[], network = '/sys/class/net'): Words | undefined {
  const port = portOf(lines);
  if (port?.isNat !== true) return undefined;
  const isolated = textOf(join(network, port.name, 'brport/isolated'))?.trim();
  return isolated === '1'
    ? undefined
    : say(
        'its port {name} of {natBridge} is not isolated from the other containers; start it again, ' +
          'and see ip -d link show {name}',
        { name: port.name, natBridge },
      );
}

/**
 * What the guard said when it failed the last start, which it says once; undefined when it did not. LXC keeps nothing
 * of what a script prints.
 */
export function takeGuardProblem(lines: readonly ConfigurationLine[], folder = runtimeFolder): Words | undefined {
  const port = portOf(lines);
  if (port === undefined) return undefined;
  const path = join(folder, `guard-${port.name}`);
  const text = textOf(path)?.trim();
  rmSync(path, { force: true });
  return text;
}

/**
 * Waits for the port of the last run to go, which the kernel removes some time after its last process; LXC could not
 * create one of the same name. Gives up silently after `timeoutMs`: LXC says then what is wrong.
 */
export async function untilPortIsGone(
  lines: readonly ConfigurationLine[],
  { network = '/sys/class/net', timeoutMs = 5000 } = {},
): Promise<void> {
  const port = portOf(lines);
  if (port === undefined) return;
  const deadline = Date.now() + timeoutMs;
  while (existsSync(join(network, port.name)) && Date.now() < deadline) await sleep(20);
}

/** A container's port of its bridge. */
export interface Port {
  readonly name: string;
  readonly isNat: boolean;
  /** The bridge that it is a port of. */
  readonly bridge: string;
  /** `10:66:6a:01:02:03`. */
  readonly hardwareAddress: string;
  /** The address that the host chose for it, where no client of DHCP runs inside. */
  readonly address: string | undefined;
}

/** Undefined for a container without one of its own name, such as one that Bulkhead did not make. */
export function portOf(lines: readonly ConfigurationLine[]): Port | undefined {
  const value = (key: string): string | undefined => lines.findLast((line) => line.key === `lxc.net.0.${key}`)?.value;
  const [name, hardwareAddress] = [value('veth.pair') ?? '', (value('hwaddr') ?? '').toLowerCase()];
  if (value('type') !== 'veth' || !/^\w{1,15}$/.test(name) || !/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(hardwareAddress))
    return undefined;
  const bridge = value('link') ?? '';
  return { name, bridge, isNat: bridge === natBridge, hardwareAddress, address: programAddressOf(lines) };
}

function guardLines(
  { name, bridge, isNat, hardwareAddress, address }: Port,
  own: ReadonlySet<string>,
): readonly ConfigurationLine[] {
  const kindOfOthers = own.has(bridge) ? 'own' : 'bridge';
  const kind = isNat ? 'nat' : kindOfOthers;
  const fixed = address === undefined ? undefined : readIpv4(address);
  const words = [
    ...['up', kind, name, `0x${hardwareAddress.replaceAll(':', '')}`, `0x${interfaceIdOf(hardwareAddress)}`],
    // LXC adds words of its own, so each has its place.
    fixed === undefined ? 'learned' : `0x${fixed.toString(16).padStart(8, '0')}`,
  ];
  return [
    {
      key: 'lxc.net.0.script.up',
      value: `/bin/sh ${program} ${words.join(' ')}`,
    },
    { key: 'lxc.net.0.script.down', value: `/bin/sh ${program} down ${name}` },
  ];
}

/** The lower half of the IPv6 addresses that follow from a hardware address (RFC 4291, appendix A). */
export function interfaceIdOf(hardwareAddress: string): string {
  const [first = '', ...rest] = hardwareAddress.split(':');
  const flipped = (Number.parseInt(first, 16) ^ 2).toString(16).padStart(2, '0');
  return [flipped, ...rest.slice(0, 2), 'ff', 'fe', ...rest.slice(2)].join('');
}
