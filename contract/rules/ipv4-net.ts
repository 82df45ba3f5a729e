// SPDX-License-Identifier: Apache-2.0
/** Addresses of an IPv4 net: which of them a container can have, and the next one that is free. */

import { t } from '../text.ts';

/**
 * `10.0.3.1/24` in numbers: the host's own address, and those of the machines on the net from the first to the last.
 */
export interface Ipv4Net {
  /** Gives the length of the net's prefix in bits. */
  readonly length: number;
  readonly host: number;
  readonly first: number;
  readonly last: number;
}

/** Undefined for what is no IPv4 address with a length of its net, or a net without room for two machines. */
export function readIpv4Net(cidr: string): Ipv4Net | undefined {
  const [, address = '', length = ''] = /^(\d+\.\d+\.\d+\.\d+)\/(\d{1,2})$/.exec(cidr) ?? [];
  const [host, bits] = [readIpv4(address), Number(length)];
  if (host === undefined || length === '' || bits < 8 || bits > 30) return undefined;
  const size = 2 ** (32 - bits);
  const base = host - (host % size);
  return { length: bits, host, first: base + 1, last: base + size - 2 };
}

/**
 * `holders`: who has an address already, in words such as `db`. Gives the end of a sentence; undefined where it is
 * free.
 */
export function addressProblem(
  address: string,
  cidr: string,
  holders: ReadonlyMap<string, string>,
): string | undefined {
  const [net, value] = [readIpv4Net(cidr), readIpv4(address)];
  if (net === undefined || value === undefined || value < net.first || value > net.last)
    return t('{address} is not an address of the net {cidr}; choose one in it', { address, cidr });
  if (value === net.host) return t("{address} is the host's own address; choose another", { address });
  const holder = holders.get(address);
  return holder === undefined ? undefined : t('{address} belongs to {holder}; choose another', { holder, address });
}

/** The lowest that nobody has; null where there is none. */
export function freeAddress(cidr: string, taken: ReadonlySet<string>): string | null {
  const net = readIpv4Net(cidr);
  if (net === undefined) return null;
  for (let value = net.first; value <= net.last; value += 1) {
    const address = formatIpv4(value);
    if (value !== net.host && !taken.has(address)) return address;
  }
  return null;
}

/** Undefined for what is no IPv4 address. */
export function readIpv4(address: string): number | undefined {
  const parts = address.split('.').map(Number);
  return parts.length === 4 && parts.every((part) => part <= 255)
    ? parts.reduce((value, part) => value * 256 + part, 0)
    : undefined;
}

export function formatIpv4(value: number): string {
  return [24, 16, 8, 0].map((bits) => (value >>> bits) & 255).join('.');
}
