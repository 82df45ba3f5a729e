// SPDX-License-Identifier: Apache-2.0
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { keepPrivate } from './keep-private.ts';

const base = mkdtempSync(join(tmpdir(), 'bulkhead-private-'));
afterAll(() => rmSync(base, { recursive: true }));

test.each([0o755, 0o711, 0o775, 0o1777, 0o700])(
  'a folder of mode %o is closed to group and others (C5) (review F2)',
  (mode) => {
    const path = join(base, mode.toString(8));
    mkdirSync(path);
    chmodSync(path, mode);
    keepPrivate(path);
    expect((statSync(path).mode & 0o777).toString(8)).toBe('700');
  },
);

test('a folder that is not there needs nothing, and is not made', () => {
  keepPrivate(join(base, 'nothing'));
  expect(statSync(join(base, 'nothing'), { throwIfNoEntry: false })).toBe(undefined);
});
