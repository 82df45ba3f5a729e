// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { chooseNet, readRoutedNets, readUplinks } from './choose-net.ts';

const taken = ['10.0.2.0/24', '10.0.4.0/24', '172.17.0.0/16', '192.168.1.64/32'];

it('is the next one that is free where none is asked for', () => {
  expect(chooseNet(null, taken)).toEqual({ address: '10.0.5.1/24' });
  expect(chooseNet(null, ['10.0.0.0/8'])).toEqual({ problem: expect.stringContaining('in use') as string });
});

it.each([
  ['10.0.40.0/24', '10.0.40.1/24'],
  ['192.168.7.9/29', '192.168.7.9/29'],
  ['172.16.0.0/16', '172.16.0.1/16'],
])('is %s where that is asked for, with %s for the host', (asked, address) => {
  expect(chooseNet(asked, taken)).toEqual({ address });
});

it.each([
  ['10.0.4.128/25', 'the host has the net 10.0.4.0/24 already'],
  ['172.17.3.0/24', 'the host has the net 172.17.0.0/16 already'],
  ['192.168.0.0/16', 'the host has the net 192.168.1.64/32 already'],
  ['203.0.113.0/24', 'is not private'],
  ['172.32.0.0/16', 'is not private'],
  ['10.0.0.0/8', 'no net of a length from 16 to 29'],
  ['10.0.5.0/30', 'no net of a length from 16 to 29'],
  ['10.0.300.0/24', 'no net of a length'],
  ['10.0.5.255/24', 'ends in the address for all'],
])('is not %s', (asked, problem) => {
  expect(chooseNet(asked, taken)).toEqual({ problem: expect.stringContaining(problem) as string });
});

it('knows the nets of the host, but for the way to everything', () => {
  const table = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
enp1s0\t00000000\t0202000A\t0003\t0\t0\t0\t00000000\t0\t0\t0
lxcbr0\t0003000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
tun0\t4001A8C0\t00000000\t0005\t0\t0\t0\tFFFFFFFF\t0\t0\t0
`;
  expect(readRoutedNets(table)).toEqual(['10.0.3.0/24', '192.168.1.64/32']);
});

it('names the interfaces to everything, the preferred one first (window m12)', () => {
  const table = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
wlp2s0\t00000000\t0102000A\t0003\t0\t0\t600\t00000000\t0\t0\t0
enp1s0\t00000000\t0202000A\t0003\t0\t0\t100\t00000000\t0\t0\t0
enp1s0\t00000000\t0302000A\t0003\t0\t0\t200\t00000000\t0\t0\t0
lxcbr0\t0003000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
tun0\t00000000\t00000000\t0005\t0\t0\t0\t00000080\t0\t0\t0
`;
  expect(readUplinks(table)).toEqual(['enp1s0', 'wlp2s0']);
  expect(readUplinks('')).toEqual([]);
});
