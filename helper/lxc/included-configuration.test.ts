// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readIncluding } from './included-configuration.ts';

let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'included-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes a file whose includes are below the folder, and gives its path. */
function put(path: string, text: string): string {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, text.replaceAll('include = ', `include = ${folder}/`));
  return whole;
}

/** Each line as the file that has it and its value, without the folder. */
function valuesOf(path: string): readonly string[] {
  return readIncluding(path).map(({ file, value }) => `${file}: ${value}`.replaceAll(`${folder}/`, ''));
}

test('an include stays before what it brings, in its place among the other lines', () => {
  put('common', 'lxc.uts.name = common\n');
  const path = put(
    'config',
    'lxc.uts.name = first\nlxc.include = common\nlxc.uts.name = last\nlxc.not.include = common\n',
  );
  expect(valuesOf(path)).toEqual([
    ...['config: first', 'config: common', 'common: common', 'config: last', 'config: common'],
  ]);
});

test('a folder brings its files that end in .conf, by name', () => {
  put('all/b.conf', 'lxc.a = b\n');
  put('all/a.conf', 'lxc.a = a\n');
  put('all/a.conf.old', 'lxc.a = old\n');
  expect(valuesOf(put('config', 'lxc.include = all\n'))).toEqual(['config: all', 'all/a.conf: a', 'all/b.conf: b']);
});

test('what is missing, no regular file or larger than a configuration brings nothing', () => {
  symlinkSync('/dev/zero', join(folder, 'endless'));
  put('largest', `#${'x'.repeat(1024 * 1024 - 8)}\na = b\n`);
  put('larger', `#${'x'.repeat(1024 * 1024)}\na = b\n`);
  const includes = ['none', 'endless', 'larger', 'largest'].map((name) => `lxc.include = ${name}\n`).join('');
  expect(valuesOf(put('config', includes))).toEqual([
    ...['config: none', 'config: endless', 'config: larger', 'config: largest', 'largest: b'],
  ]);
  expect(readIncluding(join(folder, 'nothing'))).toEqual([]);
});

test('a file that includes itself ends', () => {
  expect(valuesOf(put('config', 'lxc.include = config\n'))).toEqual(new Array(9).fill('config: config'));
});
