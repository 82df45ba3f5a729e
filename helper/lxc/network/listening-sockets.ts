// SPDX-License-Identifier: Apache-2.0
/** The ports on which programs listen, of the host itself or of a network namespace, from the kernel's own tables. */

import type { HostPort } from '../../../contract/model/containers/publication.ts';
import { textOf } from '../../system/files/text-of.ts';

export interface ListeningSocket {
  readonly protocol: 'tcp' | 'udp';
  /** Null where it listens on all addresses. IPv6 addresses are written as the kernel's table has them. */
  readonly address: string | null;
  readonly port: number;
}

/** The kernel's tables, in the folder `net` of a process. */
export const socketTables = [
  { file: 'tcp', protocol: 'tcp' },
  { file: 'tcp6', protocol: 'tcp' },
  { file: 'udp', protocol: 'udp' },
  { file: 'udp6', protocol: 'udp' },
] as const;

/** TCP_LISTEN, and TCP_CLOSE, which is the state of a UDP socket without a peer. */
const listening = { tcp: '0A', udp: '07' } as const;

export function readListeningSockets(folder = '/proc/net'): readonly ListeningSocket[] {
  return socketTables.flatMap(({ file, protocol }) => parseSockets(textOf(`${folder}/${file}`) ?? '', protocol));
}

export function parseSockets(table: string, protocol: 'tcp' | 'udp'): readonly ListeningSocket[] {
  return table.split('\n').flatMap((line) => {
    const [, local = '', remote = '', state] = /^\s*\d+: (\S+) (\S+) (\S+)/.exec(line) ?? [];
    const [address = '', port = ''] = local.split(':');
    if (state !== listening[protocol] || !/:0000$/.test(remote)) return [];
    return [{ protocol, address: addressOf(address), port: Number.parseInt(port, 16) }];
  });
}

/** The socket that would no longer get what a published port takes; undefined when there is none. */
export function socketBehind(
  { protocol, address, hostPort }: HostPort,
  sockets: readonly ListeningSocket[],
): ListeningSocket | undefined {
  return sockets.find(
    (socket) =>
      socket.protocol === protocol &&
      socket.port === hostPort &&
      (socket.address === null || (address === null ? !isLoopback(socket.address) : socket.address === address)),
  );
}

/** Published ports leave the loopback alone. */
function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** The kernel writes each 32 bits in the order of the machine's bytes, which is little-endian where Bulkhead runs. */
function addressOf(hex: string): string | null {
  if (/^0*$/.test(hex)) return null;
  if (hex === '00000000000000000000000001000000') return '::1';
  const last = hex.slice(-8);
  const isMapped = hex.length === 32 && hex.startsWith('0000000000000000FFFF0000');
  if (hex.length !== 8 && !isMapped) return hex;
  return [6, 4, 2, 0].map((at) => Number.parseInt(last.slice(at, at + 2), 16)).join('.');
}
