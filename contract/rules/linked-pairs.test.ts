// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { linkedPairs, linksOf } from './linked-pairs.ts';

it('are linked where each names the other, and where only one does, as after a removal, they are not', () => {
  const containers = [
    { name: 'web', links: ['db', 'gone', 'zed'] },
    { name: 'db', links: ['web'] },
    { name: 'zed', links: [] },
  ];
  expect(linkedPairs(containers)).toEqual([['db', 'web']]);
  expect(['web', 'db', 'zed'].map((name) => linksOf(name, containers))).toEqual([['db'], ['web'], []]);
});
