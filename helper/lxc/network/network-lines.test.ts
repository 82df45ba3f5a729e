// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { networkLines, withNetwork } from './network-lines.ts';

const address = '10:66:6a:01:02:03';
const lines = [
  { key: 'lxc.uts.name', value: 'web' },
  ...networkLines('web', { kind: 'nat' }, address),
  { key: 'lxc.net.0.ipv4.gateway', value: 'auto' },
  { key: 'lxc.net.1.type', value: 'empty' },
];

it('another network has the same hardware address, and nothing of the former one', () => {
  const moved = withNetwork(lines, 'web', { kind: 'bridge', bridge: 'shop' });
  expect(moved.map(({ key, value }) => `${key} ${value}`)).toEqual([
    ...['lxc.uts.name web', 'lxc.net.1.type empty', 'lxc.net.0.type veth', 'lxc.net.0.link shop', 'lxc.net.0.flags up'],
    ...['lxc.net.0.name eth0', expect.stringContaining('lxc.net.0.veth.pair') as string, `lxc.net.0.hwaddr ${address}`],
  ]);
  expect(withNetwork(moved, 'web', { kind: 'macvlan', parent: 'eno1' })).toContainEqual({
    key: 'lxc.net.0.hwaddr',
    value: address,
  });
});

it('one that has had none gets a hardware address of its own', () => {
  const none = withNetwork(lines, 'web', { kind: 'none' });
  expect(none.at(-1)).toEqual({ key: 'lxc.net.0.type', value: 'empty' });
  expect(withNetwork(none, 'web', { kind: 'nat' }).at(-1)).toEqual({
    key: 'lxc.net.0.hwaddr',
    value: expect.stringMatching(/^10:66:6a(:[0-9a-f]{2}){3}$/) as string,
  });
});
