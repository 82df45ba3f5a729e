// SPDX-License-Identifier: Apache-2.0
import { expect, it, test } from 'vitest';
import { clusterMembers, labNames } from './members.ts';

test('members have names, addresses and network cards of their own', () => {
  const members = clusterMembers(3);
  expect(members.map(({ name }) => name)).toEqual(labNames('cluster', 3));
  for (const key of ['address', 'hardwareAddress'] as const)
    expect(new Set(members.map((member) => member[key])).size).toBe(3);
});

it.each([0, 2, 6, 3.5, Number.NaN])('a cluster of %s is not started', (count) => {
  expect(() => clusterMembers(count)).toThrow(`cannot start a cluster of ${count}: it has 3 to 5 members`);
});
