// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { ipv4Of, ipv6Of, readAddresses } from './addresses.ts';

/** The kernel writes these routes of a container on lxcbr0. */
const trie = `Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
     +-- 10.0.3.0/24 2 0 1
        +-- 10.0.3.0/25 2 0 2
           |-- 10.0.3.0
              /24 link UNICAST
           |-- 10.0.3.118
              /32 host LOCAL
        |-- 10.0.3.255
           /32 link BROADCAST
     +-- 127.0.0.0/8 2 0 2
        +-- 127.0.0.0/31 1 0 0
           |-- 127.0.0.0
              /8 host LOCAL
           |-- 127.0.0.1
              /32 host LOCAL
        |-- 127.255.255.255
           /32 link BROADCAST
Local:
  +-- 10.0.3.0/24 2 0 1
     |-- 10.0.3.118
        /32 host LOCAL
`;

test('the addresses of the container itself, once each, without loopback, broadcast and the nets', () => {
  expect(ipv4Of(trie)).toEqual(['10.0.3.118']);
});

test('every part of an address may have three digits', () => {
  const entries = ['172.168.254.100', '10.0.30.1'].map((address) => `|-- ${address}\n    /32 host LOCAL\n`);
  expect(ipv4Of(entries.join(''))).toEqual(['10.0.30.1', '172.168.254.100']);
});

test('none where there is nothing, or no process any more', () => {
  expect(readAddresses(-1)).toEqual([]);
  expect([ipv4Of(''), ipv6Of('')]).toEqual([[], []]);
});

test('global IPv6 addresses in their short form; link-local and loopback are left out', () => {
  const table = `fe8000000000000012666afffe010203 02 40 20 80     eth0
00000000000000000000000000000001 01 80 10 80       lo
fd00000000000000000000000000abcd 02 40 00 80     eth0
20010db80000000100000000000000ff 02 40 00 00     eth0
20010db8000000000000000000000000 02 40 00 80     eth0
00000000000000000000ffff0a000001 02 40 00 80     eth0
20010db8 02 40 00 80     eth0
`;
  expect(ipv6Of(table)).toEqual(['::ffff:a00:1', '2001:db8::', '2001:db8:0:1::ff', 'fd00::abcd']);
});

test('the order is the same whatever the order of the kernel, and temporary addresses come last (window 36)', () => {
  const lines = [
    'fd00000000000000000000000000abcd 02 40 00 80     eth0',
    '20010db8000000000000000000000009 02 40 00 01     eth0',
    '20010db80000000000000000000000ff 02 40 00 00     eth0',
    '20010db8000000000000000000000005 02 40 00 21     eth0',
  ];
  const expected = ['2001:db8::ff', 'fd00::abcd', '2001:db8::5', '2001:db8::9'];
  expect(ipv6Of(lines.join('\n'))).toEqual(expected);
  expect(ipv6Of(lines.toReversed().join('\n'))).toEqual(expected);
  const trie = (addresses: readonly string[]): string =>
    addresses.map((address) => `|-- ${address}\n    /32 host LOCAL\n`).join('');
  expect(ipv4Of(trie(['10.0.3.118', '10.0.3.9']))).toEqual(['10.0.3.9', '10.0.3.118']);
});
