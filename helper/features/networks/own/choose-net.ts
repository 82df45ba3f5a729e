// SPDX-License-Identifier: Apache-2.0
/**
 * Which net a new network gets: the one that is asked for where it is free, else the next free one. What the host has
 * routes to is read here.
 */

import { formatIpv4, readIpv4Net } from '../../../../contract/rules/ipv4-net.ts';
import { textOf } from '../../../system/files/text-of.ts';

/** Gives the host's own address with the length of the net, or why there can be none, as the end of a sentence. */
export function chooseNet(
  asked: string | null,
  taken: readonly string[],
): { readonly address: string } | { readonly problem: string } {
  if (asked !== null) return judge(asked, taken);
  for (let third = 4; third < 255; third += 1) {
    const judged = judge(`10.0.${third}.1/24`, taken);
    if ('address' in judged) return judged;
  }
  return { problem: 'every net from 10.0.4.0/24 to 10.0.254.0/24 is in use; name one' };
}

/** The nets that the host has a route to, but for the one to everything. */
export function readRoutedNets(text = readRoutes()): readonly string[] {
  return rowsOf(text).flatMap(({ destination, mask }) => {
    if (/^0+$/.test(mask)) return [];
    const length = Number.parseInt(mask, 16).toString(2).split('1').length - 1;
    // The kernel writes it in the order of the machine's bytes, which is little-endian where Bulkhead runs.
    return [`${formatIpv4(Buffer.from(destination, 'hex').readUInt32LE())}/${length}`];
  });
}

/** Names the interfaces with a route to everything, the preferred one first. */
export function readUplinks(text = readRoutes()): readonly string[] {
  const rows = rowsOf(text).filter(({ destination, mask }) => /^0+$/.test(destination) && /^0+$/.test(mask));
  return [...new Set(rows.sort((one, other) => one.metric - other.metric).map(({ name }) => name))];
}

function readRoutes(): string {
  return textOf('/proc/net/route') ?? '';
}

function rowsOf(text: string) {
  return text.split('\n').flatMap((line) => {
    const [name = '', destination = '', , , , , metric = '', mask = ''] = line.split('\t');
    const isRoute = [destination, mask].every((one) => /^[0-9A-F]{8}$/i.test(one));
    return isRoute ? [{ name, destination, mask, metric: Number(metric) }] : [];
  });
}

function judge(cidr: string, taken: readonly string[]): { readonly address: string } | { readonly problem: string } {
  const net = readIpv4Net(cidr);
  if (net === undefined || !/\/(?:1[6-9]|2\d)$/.test(cidr))
    return { problem: `${cidr} is no net of a length from 16 to 29, such as 10.0.4.0/24` };
  if (!isPrivate(cidr))
    return { problem: `${cidr} is not private; choose one in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16` };
  const other = taken.find((one) => isOverlapping(cidr, one));
  if (other !== undefined) return { problem: `the host has the net ${other} already; choose another` };
  // The net itself stands for its first address.
  const host = net.host < net.first ? net.first : net.host;
  if (host > net.last) return { problem: `${cidr} ends in the address for all; choose another for the host` };
  return { address: `${formatIpv4(host)}/${cidr.split('/')[1] ?? ''}` };
}

function isPrivate(cidr: string): boolean {
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(cidr);
}

function isOverlapping(one: string, other: string): boolean {
  const [left, right] = [rangeOf(one), rangeOf(other)];
  return left !== undefined && right !== undefined && left.first <= right.last && right.first <= left.last;
}

/** Gives the range also of nets that are too small or too large for containers. */
function rangeOf(cidr: string): { readonly first: number; readonly last: number } | undefined {
  const [, address = '', length = ''] = /^(\d+\.\d+\.\d+\.\d+)\/(\d{1,2})$/.exec(cidr) ?? [];
  if (length === '') return undefined;
  const size = 2 ** (32 - Number(length));
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = value - (value % size);
  return { first, last: first + size - 1 };
}
