// SPDX-License-Identifier: Apache-2.0
/** What a DHCP server of the host does now: whether it runs, what it has given, and how much it can give. */

import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readIpv4 } from '../../../../contract/rules/ipv4-net.ts';
import { natBridge } from '../../../lxc/network/port-guard.ts';
import { textOf } from '../../../system/files/text-of.ts';
import { readOnce } from '../../../system/work/read-once.ts';
import { type GivenLease, readGivenLeases } from './given-leases.ts';
import { lxcNetPidFile } from './lxc-net-server.ts';
import { leasesOf, pidFileOf } from './own-server.ts';

/** Each is read when it is first asked for, and once. */
export interface ServerState {
  isRunning(): boolean;
  /** Gives also those of containers that are gone; undefined where the server has no file of them. */
  leases(): readonly GivenLease[] | undefined;
  /** Addresses that a hardware address has, or had until its lease ended; undefined where there is no such file. */
  givenTo(hardwareAddress: string): readonly string[] | undefined;
  /** Says whether every address that it may give is given. False where that is not known. */
  isAllGiven(): boolean;
}

/** dnsmasq's own upper bound of leases. */
const usualMaxLeases = 1000;

/** `now`: seconds since the epoch. `root` is replaced by tests. */
export function readServerState(bridge: string, now: number, root = '/'): ServerState {
  const pidFile = bridge === natBridge ? lxcNetPidFile : pidFileOf(bridge);
  const file = join(root, leasesOf(bridge));
  const words = readOnce(() => wordsOf(join(root, pidFile), root));
  const leases = readOnce(() => (existsSync(file) ? readGivenLeases(file, now) : undefined));
  // The leases that have ended count too.
  const given = readOnce(() => (existsSync(file) ? byHardwareAddress(readGivenLeases(file, 0)) : undefined));
  return {
    isRunning: () => words() !== undefined,
    leases,
    givenTo: (hardwareAddress) => {
      const all = given();
      return all && (all.get(hardwareAddress) ?? []);
    },
    isAllGiven: readOnce(() => isAllGiven(words() ?? [], leases() ?? [], root)),
  };
}

/** A list of containers asks for each of them. */
function byHardwareAddress(leases: readonly GivenLease[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { hardwareAddress, address } of leases) {
    const known = found.get(hardwareAddress);
    if (known === undefined) found.set(hardwareAddress, [address]);
    else known.push(address);
  }
  return found;
}

function isAllGiven(words: readonly string[], leases: readonly GivenLease[], root: string): boolean {
  const file = words.find((word) => word.startsWith('--conf-file='))?.slice('--conf-file='.length);
  const configuration = file === undefined || file === '' ? '' : (textOf(join(root, file)) ?? '');
  const range = rangeOf(`${words.join('\n')}\n${configuration}`);
  const given = new Set(leases.map(({ address }) => address).filter((address) => range?.has(address)));
  return range !== undefined && given.size >= range.size;
}

/** Reads the words of the command line of a dnsmasq; undefined when none runs. */
function wordsOf(pidFile: string, root: string): readonly string[] | undefined {
  const pid = Number(textOf(pidFile));
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  const words = (textOf(join(root, `proc/${pid}/cmdline`)) ?? '').split('\0');
  return basename(words[0] ?? '') === 'dnsmasq' ? words : undefined;
}

interface GivenRange {
  has(address: string): boolean;
  /** How many of them may be given at the same time. */
  readonly size: number;
}

/** Options as words or as lines; undefined unless there is exactly one range. */
function rangeOf(options: string): GivenRange | undefined {
  const valuesOf = (name: string): readonly string[] =>
    [...options.matchAll(new RegExp(String.raw`^(?:--)?${name}[=\s]([^\n]+)`, 'gm'))].map(([, value]) => value ?? '');
  const [range, other] = valuesOf('dhcp-range');
  const [first, last] = (range ?? '').split(',').map(readIpv4);
  if (first === undefined || last === undefined || other !== undefined) return undefined;
  const has = (address: string): boolean => isWithin(readIpv4(address), first, last);
  // It gives its own address to nobody.
  const addresses = last - first + 1 - valuesOf('listen-address').filter(has).length;
  const maxLeases = Number(valuesOf('dhcp-lease-max')[0] ?? usualMaxLeases);
  return { has, size: Math.min(addresses, maxLeases) };
}

function isWithin(value: number | undefined, first: number, last: number): boolean {
  return value !== undefined && value >= first && value <= last;
}
