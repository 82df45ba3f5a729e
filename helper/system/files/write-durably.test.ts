// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { untilDurable, writeDurably } from './write-durably.ts';

it.skipIf(process.getuid?.() !== 0)(
  'a file for which there is no room stays as it was, with nothing beside it',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bulkhead-write-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'test', folder]);
    try {
      const path = join(folder, 'config');
      writeDurably(path, 'old', 0o600);
      expect(() => writeDurably(path, 'new'.repeat(100_000), 0o600)).toThrow('ENOSPC');
      expect(readFileSync(path, 'utf8')).toBe('old');
      expect(readdirSync(folder)).toEqual(['config']);
      await untilDurable([path, folder]);
      await expect(untilDurable([path, join(folder, 'nothing')])).rejects.toThrow('ENOENT');
    } finally {
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true });
    }
  },
);
