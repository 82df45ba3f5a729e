// SPDX-License-Identifier: Apache-2.0
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listFiles } from './list-files.ts';

let checkout = '';

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'list-files-'));
  mkdirSync(join(checkout, 'dist/inner'), { recursive: true });
  writeFileSync(join(checkout, 'dist/tool.js'), '', { mode: 0o755 });
  writeFileSync(join(checkout, 'dist/tool.js.map'), '', { mode: 0o644 });
  writeFileSync(join(checkout, 'dist/inner/data.js'), '', { mode: 0o600 });
});

afterEach(() => rmSync(checkout, { recursive: true }));

test('a folder gives all that is below it, in one order, with modes that no umask changes', () => {
  chmodSync(join(checkout, 'dist/tool.js'), 0o700);
  expect(listFiles({ package: 'helper', source: 'dist', target: '/usr/lib/x', wanted: /\.js$/ }, checkout)).toEqual([
    { source: join(checkout, 'dist/inner/data.js'), target: '/usr/lib/x/inner/data.js', mode: 0o644 },
    { source: join(checkout, 'dist/tool.js'), target: '/usr/lib/x/tool.js', mode: 0o755 },
  ]);
});

test('a library is not executable', () => {
  writeFileSync(join(checkout, 'dist/x.node'), '', { mode: 0o755 });
  writeFileSync(join(checkout, 'dist/libx.so.1'), '', { mode: 0o755 });
  const found = listFiles({ package: 'helper', source: 'dist', target: '/x', wanted: /^(x|libx)\./ }, checkout);
  expect(found.map(({ mode }) => mode)).toEqual([0o644, 0o644]);
});

test('a file goes to its place, with the mode of its row', () => {
  expect(listFiles({ package: 'helper', source: 'dist/inner/data.js', target: '/x', mode: 0o4755 }, checkout)).toEqual([
    { source: join(checkout, 'dist/inner/data.js'), target: '/x', mode: 0o4755 },
  ]);
});

test('what is not there gives nothing', () => {
  expect(listFiles({ package: 'helper', source: 'gone', target: '/x' }, checkout)).toEqual([]);
});
