// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bringHostInit, initFile } from './host-init.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-init-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('has a copy of what the host has now, and nothing beside it', () => {
  const program = join(folder, 'catatonit');
  writeFileSync(program, 'first');
  const given = bringHostInit('web', folder, [join(folder, 'missing'), program]);
  const { mtimeMs, ino } = statSync(join(given, initFile));
  bringHostInit('web', folder, [program]);
  expect(statSync(join(given, initFile))).toMatchObject({ mtimeMs, ino });
  writeFileSync(program, 'second');
  bringHostInit('web', folder, [program]);
  expect(readFileSync(join(given, initFile), 'utf8')).toBe('second');
  expect([readdirSync(given), statSync(join(given, initFile)).mode & 0o777, statSync(given).mode & 0o777]).toEqual([
    [initFile],
    0o755,
    0o755,
  ]);
});

it('says what to install where the host has none', () => {
  expect(() => bringHostInit('web', folder, [join(folder, 'missing')])).toThrow(/install the package catatonit/);
});
