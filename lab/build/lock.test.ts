// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './lock.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-test-'));
});

afterEach(() => rm(folder, { recursive: true }));

test('two holders never overlap', async () => {
  const events: string[] = [];
  const hold = (name: string): Promise<void> =>
    withLock(join(folder, 'lock'), async () => {
      events.push(`${name} in`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      events.push(`${name} out`);
    });
  await Promise.all([hold('a'), hold('b')]);
  // Either may be the first.
  const inOrder = (...names: readonly string[]): readonly string[] =>
    names.flatMap((name) => [`${name} in`, `${name} out`]);
  expect([inOrder('a', 'b'), inOrder('b', 'a')]).toContainEqual(events);
});

test('a lock whose owner died is taken over', async () => {
  await writeFile(join(folder, 'lock'), '4194305\n');
  expect(await withLock(join(folder, 'lock'), () => Promise.resolve('done'))).toBe('done');
});

test('a failure releases the lock', async () => {
  await expect(withLock(join(folder, 'lock'), () => Promise.reject(new Error('cannot')))).rejects.toThrow('cannot');
  expect(await withLock(join(folder, 'lock'), () => Promise.resolve('free'))).toBe('free');
});
