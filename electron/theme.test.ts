// SPDX-License-Identifier: Apache-2.0
import type { NativeTheme } from 'electron';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTheme } from './theme.ts';

let folder: string;
let path: string;
const native = { themeSource: 'system', shouldUseDarkColors: false } as NativeTheme;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-theme-'));
  path = join(folder, 'theme.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what was chosen is the theme of the next start', () => {
  expect(createTheme(native, path).set('dark')).toEqual({ choice: 'dark', isDark: false });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ choice: 'dark' });
  native.themeSource = 'system';
  expect(createTheme(native, path).get().choice).toBe('dark');
});

test.each(['', 'null', '[]', '{"choice":"green"}', '{"choice":["dark"]}'])(
  'a file that holds %j leaves the theme to the desktop',
  (text) => {
    writeFileSync(path, text);
    expect(createTheme(native, path).get().choice).toBe('system');
  },
);
