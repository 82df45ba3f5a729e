// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskOf, ioFiles, type IoLimits, ioProblem } from './io-limits.ts';

const none: IoLimits = { ioReadBytesPerSecond: null, ioWriteBytesPerSecond: null, ioWeight: null };

describe('the disk below a folder', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'bulkhead-io-'));
    mkdirSync(join(root, 'dev-block'));
    mkdirSync(join(root, 'cgroup'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const read = () => diskOf(root, { devices: join(root, 'dev-block'), cgroup: join(root, 'cgroup') });

  /** A disk 8:0 on which the folder is, either in its first partition or directly. */
  function plant(place: 'disk' | 'partition'): void {
    const disk = join(root, 'sda');
    mkdirSync(join(disk, 'queue'), { recursive: true });
    writeFileSync(join(disk, 'dev'), '8:0\n');
    writeFileSync(join(disk, 'queue/scheduler'), '[mq-deadline] bfq none\n');
    mkdirSync(join(disk, 'sda1'));
    writeFileSync(join(disk, 'sda1/dev'), '8:1\n');
    writeFileSync(join(disk, 'sda1/partition'), '1\n');
    const { dev } = statSync(root);
    const [major, minor] = [((dev >> 8) & 0xfff) >>> 0, ((dev & 0xff) | ((dev >> 12) & 0xfff00)) >>> 0];
    symlinkSync(place === 'disk' ? disk : join(disk, 'sda1'), join(root, `dev-block/${major}:${minor}`));
  }

  it('is the whole disk, whose limits the kernel takes, also for a partition', () => {
    plant('partition');
    expect(read()).toEqual({ device: '8:0', weightFile: undefined });
  });

  it('goes by weights when its scheduler is bfq, or when the kernel counts its costs', () => {
    plant('disk');
    writeFileSync(join(root, 'cgroup/io.cost.qos'), '8:16 enable=1 ctrl=auto\n8:0 enable=0 ctrl=auto\n');
    expect(read()?.weightFile).toBe(undefined);
    writeFileSync(join(root, 'cgroup/io.cost.qos'), '8:0 enable=1 ctrl=auto\n');
    expect(read()?.weightFile).toBe('io.weight');
    writeFileSync(join(root, 'sda/queue/scheduler'), 'mq-deadline [bfq] none\n');
    expect(read()?.weightFile).toBe('io.bfq.weight');
  });

  it('is none for a file system that is on no single disk', () => {
    expect(read()).toBe(undefined);
  });
});

describe('limits of reading and writing', () => {
  const disk = { device: '8:0', weightFile: 'io.weight' } as const;

  it('are written for the disk, and nothing is written where none is set', () => {
    expect(ioFiles(none, disk, false)).toEqual([]);
    expect(ioFiles({ ...none, ioWriteBytesPerSecond: 1_000_000, ioWeight: 50 }, disk, false)).toEqual([
      { file: 'io.max', text: '8:0 rbps=max wbps=1000000' },
      { file: 'io.weight', text: 'default 50' },
    ]);
  });

  it('are removed by what means none', () => {
    expect(ioFiles(none, disk, true)).toEqual([
      { file: 'io.max', text: '8:0 rbps=max wbps=max' },
      { file: 'io.weight', text: 'default 100' },
    ]);
  });

  it('say what the host cannot do, and nothing where nothing is asked', () => {
    expect(ioProblem({ ioReadBytesPerSecond: 1_000_000 }, undefined)?.reason).toContain('no single disk');
    expect(ioProblem({ ioWeight: 50 }, { device: '8:0', weightFile: undefined })?.reason).toContain('bfq');
    expect([
      ioProblem(none, undefined),
      ioProblem({ ioWeight: 50 }, disk),
      ioProblem({ ioReadBytesPerSecond: 1 }, { device: '8:0', weightFile: undefined }),
    ]).toEqual([undefined, undefined, undefined]);
  });
});
