// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeAuthority } from './x-authority.ts';

const hasXauth = spawnSync('xauth', ['-V']).status === 0;
const name = 'MIT-MAGIC-COOKIE-1';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bulkhead-xauth-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function written(file: string): Promise<Buffer> {
  await writeAuthority(join(folder, file));
  return readFile(join(folder, file));
}

test.runIf(hasXauth)('has one cookie for every display, which its owner alone can read', async () => {
  const bytes = await written('one');
  const head = Buffer.from([255, 255, 0, 0, 0, 0, 0, name.length]);
  expect(bytes.subarray(0, -16)).toEqual(Buffer.concat([head, Buffer.from(name), Buffer.from([0, 16])]));
  expect((await stat(join(folder, 'one'))).mode & 0o777).toBe(0o600);
});

test.runIf(hasXauth)('is another one each time', async () => {
  expect(await written('one')).not.toEqual(await written('two'));
});
