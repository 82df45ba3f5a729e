// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CounterFile, openCounterFile, shared } from './counter-file.ts';

describe('a file of the kernel', () => {
  let folder: string;
  let path: string;
  let file: CounterFile;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-counter-'));
    path = join(folder, 'memory.current');
    file = openCounterFile(path);
  });
  afterEach(() => {
    file.close();
    rmSync(folder, { recursive: true });
  });

  const text = (): string | undefined => {
    const length = file.read();
    return length < 0 ? undefined : Buffer.from(shared.subarray(0, length)).toString();
  };

  it('is read from its beginning each time, on one descriptor', () => {
    writeFileSync(path, '4096\n');
    const first = text();
    writeFileSync(path, '1\n');
    const second = text();
    unlinkSync(path);
    // The file can still be read: the descriptor was kept.
    expect([first, second, text()]).toEqual(['4096\n', '1\n', '1\n']);
  });

  it('reads as nothing while it is missing, and is found again, after ever fewer attempts', () => {
    expect(text()).toBeUndefined();
    writeFileSync(path, '7');
    // One reading is skipped after the first failure.
    expect([text(), text()]).toEqual([undefined, '7']);
  });

  it('tells an empty file from a missing one', () => {
    writeFileSync(path, '');
    expect(file.read()).toBe(0);
  });

  it('reads a table that the kernel gives page by page', () => {
    const table = openCounterFile('/proc/self/maps');
    const length = table.read();
    table.close();
    expect(length).toBeGreaterThan(4096);
  });
});
