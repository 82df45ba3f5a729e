// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hostileNames } from '../server/fixtures/hostile-names.ts';
import { hasCode } from '../system/errno.ts';
import { containerNames } from './all-configurations.ts';

let lxc: string;

beforeEach(() => void (lxc = mkdtempSync(join(tmpdir(), 'bulkhead-lxc-'))));
afterEach(() => rmSync(lxc, { recursive: true }));

/** Says whether a file system takes the name as the name of one folder. */
function makeFolder(name: string): boolean {
  if (name.includes('/') || name.includes('\0')) return false;
  try {
    mkdirSync(join(lxc, name));
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST', 'ENAMETOOLONG')) return false;
    throw error;
  }
}

it('folders whose names no container could have are no containers: no escape, no option, no path gets further (N18)', () => {
  const made = hostileNames.filter(makeFolder);
  expect(made.length).toBeGreaterThan(100);
  for (const name of ['web', 'db-1']) mkdirSync(join(lxc, name));
  expect(containerNames(lxc)).toEqual(['db-1', 'web']);
});
