// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bindIdmapped, mountOverlay } from './mounts.ts';

const ids = { base: 700_000, count: 65_536 };

describe.skipIf(process.getuid?.() !== 0)('a mount', () => {
  let folder: string;
  const mountLine = (point: string): string =>
    readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .find((line) => line.split(' ')[4] === point) ?? '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-mounts-'));
    // The files lie on a file system that can map ids, whatever the machine's own is.
    execFileSync('mount', ['-t', 'tmpfs', 'test', folder]);
    for (const name of ['image', 'bound', 'plain']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'image', 'file'), 'content');
  });
  afterAll(() => {
    execFileSync('umount', ['-R', folder]);
    rmSync(folder, { recursive: true });
  });

  it('shows files as owned by the ids that they are mapped to, and leaves no descriptor or child', () => {
    const before = readdirSync('/proc/self/fd').length;
    bindIdmapped(join(folder, 'image'), join(folder, 'bound'), ids);
    const { uid, gid } = statSync(join(folder, 'bound', 'file'));
    expect({ uid, gid }).toEqual({ uid: ids.base, gid: ids.base });
    expect(statSync(join(folder, 'image', 'file')).uid).toBe(0);
    expect(readdirSync('/proc/self/fd').length).toBe(before);
    expect(execFileSync('ps', ['--ppid', String(process.pid), '-o', 'stat=,comm='], { encoding: 'utf8' })).not.toMatch(
      /^Z/m,
    );
  });

  it('of an image lets no set-id program and no device of it take effect (C5) (review F2)', () => {
    expect(mountLine(join(folder, 'bound'))).toMatch(/ rw,nosuid,nodev,/);
  });

  it('of layers lies on no link (B4)', () => {
    symlinkSync(join(folder, 'plain'), join(folder, 'link'));
    const context = 'system_u:object_r:bulkhead_file_t:s0:c1,c2';
    expect(() => mountOverlay(join(folder, 'link'), { lower: folder, upper: folder, work: folder, context })).toThrow(
      'ENOTDIR',
    );
  });

  it('that fails says why, in words', () => {
    const overlay = {
      lower: join(folder, 'nothing'),
      upper: join(folder, 'nothing'),
      work: join(folder, 'nothing'),
      context: 'u:r:t:s0:c1,c2',
    };
    const before = readdirSync('/proc/self/fd').length;
    expect(() =>
      mountOverlay(join(folder, 'nowhere'), { ...overlay, lower: folder, upper: folder, work: folder }),
    ).toThrow(expect.objectContaining({ code: 'ENOENT', words: 'No such file or directory' }) as Error);
    expect(() => mountOverlay(join(folder, 'plain'), { ...overlay, lower: folder })).toThrow(
      `cannot open the folder ${folder}/nothing: ENOENT`,
    );
    expect(readdirSync('/proc/self/fd').length).toBe(before);
    expect(() => bindIdmapped(join(folder, 'image'), join(folder, 'nowhere'), ids)).toThrow(
      expect.objectContaining({ code: 'ENOENT' }) as Error,
    );
    expect(() => bindIdmapped(join(folder, 'nowhere'), join(folder, 'plain'), ids)).toThrow(
      `cannot open the tree ${folder}/nowhere: ENOENT`,
    );
    // A range of none is no map.
    expect(() => bindIdmapped(join(folder, 'image'), join(folder, 'plain'), { base: 0, count: 0 })).toThrow('EINVAL');
  });
});
