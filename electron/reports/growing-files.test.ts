// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createGrowingFiles } from './growing-files.ts';

let folder = '';
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-growing-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('has its name when it is whole, and is for its owner only', async () => {
  const files = createGrowingFiles();
  const path = join(folder, 'web.tar.gz');
  writeFileSync(path, 'former');
  const { id } = await files.begin(path);
  await files.write(id, bytesOf('some '));
  await files.write(id, bytesOf('bytes'));
  expect(readFileSync(path, 'utf8')).toBe('former');
  await files.end(id);
  expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777, readdirSync(folder)]).toEqual([
    'some bytes',
    0o600,
    ['web.tar.gz'],
  ]);
  await expect(files.write(id, bytesOf('more'))).rejects.toThrow('cannot write the file: it has ended');
});

it('leaves nothing when it is discarded, alone or with all others', async () => {
  const files = createGrowingFiles();
  const { id } = await files.begin(join(folder, 'a'));
  await files.begin(join(folder, 'b'));
  await files.write(id, bytesOf('x'));
  await files.discard(id);
  await files.discard(id);
  expect(readdirSync(folder)).toEqual(['b.next']);
  await files.discardAll();
  expect(readdirSync(folder)).toEqual([]);
});

it('says where it cannot be written', async () => {
  await expect(createGrowingFiles().begin(join(folder, 'gone', 'a'))).rejects.toThrow(
    /^cannot write .*\/gone\/a: .*; choose another folder$/,
  );
});
