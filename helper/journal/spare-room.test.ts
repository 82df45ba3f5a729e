// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSpareRoom } from './spare-room.ts';

describe('the room that is kept', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-spare-'));
    path = join(folder, 'spare-room');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is on the disk, once', () => {
    const spare = createSpareRoom(path, 8192);
    spare.keep();
    spare.keep();
    expect(statSync(path).size).toBe(8192);
  });

  it('stays while the disk has more than that', () => {
    const spare = createSpareRoom(path, 8192);
    spare.keep();
    spare.give();
    expect(existsSync(path)).toBe(true);
  });

  it('is given where the disk has less, and not kept again before there is room', () => {
    writeFileSync(path, 'kept');
    const spare = createSpareRoom(path, 2 ** 60);
    spare.give();
    expect(existsSync(path)).toBe(false);
    spare.keep();
    expect(existsSync(path)).toBe(false);
  });
});
