// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { boundCgroup, boundLines, boundsFor, missingBounds, unboundedKeys } from './cgroup-bounds.ts';

let cgroup: string;
beforeEach(() => {
  cgroup = mkdtempSync(join(tmpdir(), 'bulkhead-bounds-'));
});
afterEach(() => rmSync(cgroup, { recursive: true }));

const [descendants, depth] = ['lxc.cgroup2.cgroup.max.descendants', 'lxc.cgroup2.cgroup.max.depth'] as const;

test('a configuration that says nothing of cgroups gets both bounds, and one that says something keeps it (review F13)', () => {
  expect(missingBounds([])).toEqual(boundLines());
  expect(missingBounds(boundLines())).toEqual([]);
  expect(missingBounds([{ key: descendants, value: 'max' }]).map(({ key }) => key)).toEqual([depth]);
});

test('what is not bounded is named, chosen so or left out (review F13)', () => {
  expect(unboundedKeys(boundLines())).toEqual([]);
  expect(
    unboundedKeys([
      { key: descendants, value: 'max' },
      { key: depth, value: '5' },
    ]),
  ).toEqual([descendants]);
  expect(unboundedKeys([])).toEqual([descendants, depth]);
  expect(boundsFor([depth])).toEqual([`${depth} = 32`]);
});

test('a cgroup that has no bound gets one, and one that is gone needs none (review F13)', () => {
  writeFileSync(join(cgroup, 'cgroup.max.descendants'), 'max\n');
  writeFileSync(join(cgroup, 'cgroup.max.depth'), '7\n');
  boundCgroup(cgroup);
  expect(
    ['descendants', 'depth'].map((file) => readFileSync(join(cgroup, `cgroup.max.${file}`), 'utf8').trim()),
  ).toEqual(['1000', '7']);
  boundCgroup(join(cgroup, 'gone'));
});
