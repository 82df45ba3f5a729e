// SPDX-License-Identifier: Apache-2.0
import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pruneDeployed, touchDeployed } from './deployed-snapshots.ts';

let parent = '';

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'deployed-test-'));
  for (const day of [1, 2, 3, 4, 5]) {
    await mkdir(join(parent, `deployed-${day}`));
    await utimes(join(parent, `deployed-${day}`), day * 86_400, day * 86_400);
  }
  await mkdir(join(parent, 'memory'));
});

afterEach(() => rm(parent, { recursive: true }));

test('the last three used stay', async () => {
  expect(await touchDeployed(join(parent, 'deployed-2'))).toBe(true);
  await pruneDeployed(parent, () => Promise.resolve([]));
  expect(await readdir(parent)).toEqual(['deployed-2', 'deployed-4', 'deployed-5', 'memory']);
});

test('one that a machine runs from stays', async () => {
  await pruneDeployed(parent, () => Promise.resolve([`qemu -incoming file:${parent}/deployed-1/memory`]));
  expect((await readdir(parent)).sort()).toEqual(['deployed-1', 'deployed-3', 'deployed-4', 'deployed-5', 'memory']);
});

test('a removal that was cut short is finished, and one that is missing cannot be used', async () => {
  await mkdir(join(parent, 'deployed-9.gone'));
  await pruneDeployed(parent, () => Promise.resolve([]));
  expect(await readdir(parent)).not.toContain('deployed-9.gone');
  expect(await touchDeployed(join(parent, 'deployed-1'))).toBe(false);
});
