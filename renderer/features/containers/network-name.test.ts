// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { networkName, publishedWords } from './network-name.ts';

it('is short in a cell of the list', () => {
  expect([{ kind: 'nat' } as const, { kind: 'bridge', bridge: 'br0' } as const].map(networkName)).toEqual([
    'nat',
    'br0',
  ]);
  expect(networkName({ kind: 'macvlan', parent: 'eno1' })).toBe('macvlan eno1');
  const port = { protocol: 'tcp', address: null, hostPort: 443, port: 443 } as const;
  expect([publishedWords([]), publishedWords([port, { ...port, protocol: 'udp', hostPort: 53 }])]).toEqual([
    undefined,
    '443, 53/udp',
  ]);
});
