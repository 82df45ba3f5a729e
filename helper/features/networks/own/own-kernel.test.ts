// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { separations, translationRules } from './own-kernel.ts';

const shop = { name: 'shop', address: '10.0.4.1/24' };
const lab = { name: 'lab', address: '10.0.5.9/29' };

it("denies each bridge of containers the nets of all, but for what is denied to LXC's bridge already", () => {
  expect(separations([shop, lab], '10.0.3.1/24')).toEqual([
    ['lxcbr0', '10.0.4.0/24'],
    ['lxcbr0', '10.0.5.8/29'],
    ['shop', '10.0.3.0/24'],
    ['shop', '10.0.4.0/24'],
    ['shop', '10.0.5.8/29'],
    ['lab', '10.0.3.0/24'],
    ['lab', '10.0.4.0/24'],
    ['lab', '10.0.5.8/29'],
  ]);
  expect(separations([shop], undefined)).toEqual([['shop', '10.0.4.0/24']]);
  expect(separations([], '10.0.3.1/24')).toEqual([]);
});

it('gives what leaves each net the address of the host, in one transaction', () => {
  expect(translationRules([shop])).toBe(
    'add table ip bulkhead_networks\ndelete table ip bulkhead_networks\ntable ip bulkhead_networks {\n' +
      '  chain leaving {\n    type nat hook postrouting priority srcnat; policy accept;\n' +
      '    ip saddr 10.0.4.0/24 ip daddr != 10.0.4.0/24 masquerade\n  }\n}\n',
  );
  expect(translationRules([])).toBe('add table ip bulkhead_networks\ndelete table ip bulkhead_networks\n');
});
