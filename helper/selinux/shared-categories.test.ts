// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  chooseSharedCategory,
  firstSharedCategory,
  levelWithShared,
  sharedIn,
  sharedLabelOf,
  sharedTypeOf,
} from './shared-categories.ts';

test.each([
  ['s0:c1,c2', [], 's0:c1,c2'],
  ['s0:c1,c2', [992], 's0:c1,c2-s0:c1,c2,c992'],
  ['s0:c1,c2-s0:c1,c2,c992', [994, 993], 's0:c1,c2-s0:c1,c2,c993,c994'],
  ['s0:c990,c991', [992], 's0:c990,c991-s0:c990.c992'],
  ['s0:c1,c2', [992, 993, 994], 's0:c1,c2-s0:c1,c2,c992.c994'],
])('a container of %s with the volumes %j has the level %s, as the kernel writes it', (level, shared, expected) => {
  expect(levelWithShared(level, shared)).toBe(expected);
  expect(sharedIn(expected)).toEqual([...shared].sort());
});

test('the high end of any level is distinguished from its low end', () => {
  expect(sharedIn('s0')).toEqual([]);
  expect(sharedIn('s0:c1,c2-s0:c0.c4')).toEqual([0, 3, 4]);
});

test('the lowest category that no volume has is taken, and none when all are', () => {
  expect(chooseSharedCategory(new Set([firstSharedCategory]))).toBe(firstSharedCategory + 1);
  const allButLast = Array.from({ length: 1023 }, (_, category) => category);
  expect(chooseSharedCategory(new Set(allButLast))).toBe(1023);
  expect(chooseSharedCategory(new Set(Array.from({ length: 1024 }, (_, category) => category)))).toBe(undefined);
});

test('each category that is given out has the type of the base module that labels new files with it', () => {
  const module = readFileSync(join(import.meta.dirname, '../../policy/selinux/bulkhead-volumes.cil'), 'utf8');
  const labels = [...module.matchAll(/\(call bulkhead_shared_volume \((\w+) \(\(s0 \(c(\d+)\)\)/g)];
  const taken = new Set<number>();
  for (;;) {
    const category = chooseSharedCategory(taken);
    if (category === undefined) break;
    taken.add(category);
    expect(sharedLabelOf(category)).toBe(`system_u:object_r:${sharedTypeOf(category)}:s0:c${category}`);
  }
  expect([...taken].map((category) => [sharedTypeOf(category), String(category)])).toEqual(
    labels.map(([, type, category]) => [type, category]),
  );
});
