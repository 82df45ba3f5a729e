// SPDX-License-Identifier: Apache-2.0
/**
 * The host's own IPv4 address on a bridge, from the kernel's tables. node:os leaves out interfaces without a carrier, as
 * a bridge is on which no container runs.
 */

import { textOf } from '../../system/files/text-of.ts';
import { ipv4Of } from './addresses.ts';

/**
 * Gives the address with the length of its net, as `10.0.3.1/24`; undefined where the bridge has none, or is not there.
 */
export function readBridgeAddress(bridge: string, folder = '/proc/net'): string | undefined {
  const routes = (textOf(`${folder}/route`) ?? '').split('\n').map((line) => line.split('\t'));
  // The net of an interface is a route without a gateway.
  const route = routes.find(([name, , gateway]) => name === bridge && gateway === '00000000');
  const [net, mask] = [numberOf(route?.[1]), numberOf(route?.[7])];
  if (net === undefined || mask === undefined) return undefined;
  const own = ipv4Of(textOf(`${folder}/fib_trie`) ?? '').find((address) => (valueOf(address) & mask) >>> 0 === net);
  return own === undefined ? undefined : `${own}/${lengthOf(mask)}`;
}

/** The kernel writes addresses in the order of the machine's bytes, which is little-endian where Bulkhead runs. */
function numberOf(hex: string | undefined): number | undefined {
  if (hex === undefined || !/^[0-9A-F]{8}$/i.test(hex)) return undefined;
  return Buffer.from(hex, 'hex').readUInt32LE();
}

function valueOf(address: string): number {
  return Buffer.from(address.split('.').map(Number)).readUInt32BE();
}

function lengthOf(mask: number): number {
  return mask.toString(2).split('1').length - 1;
}
