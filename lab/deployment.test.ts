// SPDX-License-Identifier: Apache-2.0
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keyOf } from './deployment.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deployment-test-'));
  await mkdir(join(folder, 'usr/lib'), { recursive: true });
  await writeFile(join(folder, 'usr/lib/tool'), 'one', { mode: 0o644 });
});

afterEach(() => rm(folder, { recursive: true }));

test('the same content gives the same key, which can be part of a name', async () => {
  const before = await keyOf(folder);
  await writeFile(join(folder, 'usr/lib/tool'), 'one');
  expect(await keyOf(folder)).toBe(before);
  expect(before).toMatch(/^[0-9a-f]{16}$/);
});

test('another content, mode or place gives another key', async () => {
  const keys = [await keyOf(folder)];
  await chmod(join(folder, 'usr/lib/tool'), 0o755);
  keys.push(await keyOf(folder));
  await writeFile(join(folder, 'usr/lib/tool'), 'two');
  keys.push(await keyOf(folder));
  await rename(join(folder, 'usr/lib/tool'), join(folder, 'usr/tool'));
  keys.push(await keyOf(folder));
  expect(new Set(keys).size).toBe(4);
});
