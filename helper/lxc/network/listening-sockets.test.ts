// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { parseSockets, socketBehind } from './listening-sockets.ts';

/**
 * sshd on all addresses, cups on the loopback, one connection of sshd, one socket that does not listen; then the same of
 * IPv6 and of UDP.
 */
const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1
   1: 0100007F:0277 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2
   2: 0103000A:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 3
   4: 00000000:0BB8 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 10
   3: 0F02000A:0016 0202000A:E1C4 01 00000000:00000000 00:00000000 00000000     0        0 4
`;
const tcp6 = `  sl  local_address                         remote_address                        st
   0: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:0 0 0 0 5
   1: 00000000000000000000000001000000:0277 00000000000000000000000000000000:0000 0A 00000000:00000000 00:0 0 0 0 6
   2: 0000000000000000FFFF00000103000A:0051 00000000000000000000000000000000:0000 0A 00000000:00000000 00:0 0 0 0 7
`;
const udp = `  sl  local_address rem_address   st
  10: 0103000A:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 8
  11: 0F02000A:0044 0202000A:0043 01 00000000:00000000 00:00000000 00000000     0        0 9
`;

const sockets = [...parseSockets(tcp, 'tcp'), ...parseSockets(tcp6, 'tcp'), ...parseSockets(udp, 'udp')];
const behind = (hostPort: number, address: string | null = null, protocol: 'tcp' | 'udp' = 'tcp') =>
  socketBehind({ protocol, address, hostPort }, sockets)?.address;

describe('the sockets of the host', () => {
  it('are those that listen, with their addresses', () => {
    expect(sockets).toEqual([
      { protocol: 'tcp', address: null, port: 22 },
      { protocol: 'tcp', address: '127.0.0.1', port: 631 },
      { protocol: 'tcp', address: '10.0.3.1', port: 80 },
      { protocol: 'tcp', address: null, port: 8080 },
      { protocol: 'tcp', address: '::1', port: 631 },
      { protocol: 'tcp', address: '10.0.3.1', port: 81 },
      { protocol: 'udp', address: '10.0.3.1', port: 53 },
    ]);
  });

  it('lose a port that is published where they listen, and none on the loopback or on another address', () => {
    expect([behind(22), behind(22, '192.0.2.1'), behind(8080, '192.0.2.1')]).toEqual([null, null, null]);
    expect([behind(80), behind(80, '10.0.3.1'), behind(53, null, 'udp')]).toEqual(['10.0.3.1', '10.0.3.1', '10.0.3.1']);
    expect([behind(631), behind(80, '192.0.2.1'), behind(53), behind(22, null, 'udp')]).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });
});
