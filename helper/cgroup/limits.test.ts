// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limitsSchema, noLimits } from '../../contract/model/containers/limits.ts';
import { applyLimit, type CgroupLimits, cgroupLimitKeys, limitLines, limitsOf } from './limits.ts';

const limits: fc.Arbitrary<CgroupLimits> = fc.record({
  memoryBytes: fc.option(fc.integer({ min: 16 * 2 ** 20, max: 2 ** 50 })),
  cpus: fc.option(fc.integer({ min: 1, max: 409_600 }).map((hundredths) => hundredths / 100)),
  pids: fc.option(fc.integer({ min: 16, max: 4_194_304 })),
});

test('limits come back from the lines that they are written as, to the hundredth of a core', () => {
  fc.assert(
    fc.property(limits, (wanted) => {
      const read = limitsOf(limitLines(limitsSchema.parse({ ...noLimits, ...wanted })));
      expect({ ...read, cpus: 0 }).toEqual({ ...wanted, cpus: 0 });
      expect(read.cpus ?? -1).toBeCloseTo(wanted.cpus ?? -1, 6);
    }),
  );
});

test('no limit is no line, and "max" is no limit', () => {
  expect(limitLines({ memoryBytes: null, cpus: null, pids: null })).toEqual([]);
  expect(
    limitsOf([
      { key: 'lxc.cgroup2.memory.max', value: 'max' },
      { key: 'lxc.cgroup2.cpu.max', value: 'max 100000' },
      { key: 'lxc.cgroup2.pids.max', value: 'many' },
    ]),
  ).toEqual({ memoryBytes: null, cpus: null, pids: null });
});

test('the last line of a limit counts, and a quota without its period is of the usual one', () => {
  expect(
    limitsOf([
      { key: 'lxc.cgroup2.pids.max', value: '100' },
      { key: 'lxc.cgroup2.pids.max', value: '200' },
      { key: 'lxc.cgroup2.cpu.max', value: '50000' },
      { key: 'lxc.cgroup2.memory.max', value: '100' },
      { key: 'lxc.cgroup2.memory.max', value: '' },
    ]),
  ).toEqual({ memoryBytes: null, cpus: 0.5, pids: 200 });
  expect(limitsOf([{ key: 'lxc.cgroup2.cpu.max', value: '30000   60000' }]).cpus).toBe(0.5);
});

test('a limit of memory is one of memory and swap together', () => {
  expect(limitLines({ memoryBytes: 2 ** 28, cpus: null, pids: null })).toEqual([
    { key: 'lxc.cgroup2.memory.swap.max', value: '0' },
    { key: 'lxc.cgroup2.memory.max', value: '268435456' },
  ]);
});

test('each limit is written to its own file of the cgroup (C8)', () => {
  const cgroup = mkdtempSync(join(tmpdir(), 'cgroup-'));
  try {
    const texts = (values: CgroupLimits): readonly string[] => {
      for (const key of cgroupLimitKeys) applyLimit(cgroup, key, values[key]);
      return ['memory.max', 'memory.swap.max', 'cpu.max', 'pids.max'].map((file) =>
        readFileSync(join(cgroup, file), 'utf8'),
      );
    };
    expect(texts({ memoryBytes: 2 ** 28, cpus: 0.01, pids: 50 })).toEqual(['268435456', '0', '1000 100000', '50']);
    expect(texts({ memoryBytes: null, cpus: null, pids: null })).toEqual(['max', 'max', 'max 100000', 'max']);
  } finally {
    rmSync(cgroup, { recursive: true });
  }
});

test('memory may have a letter, as the kernel reads it', () => {
  const memoryOf = (value: string): number | null => limitsOf([{ key: 'lxc.cgroup2.memory.max', value }]).memoryBytes;
  expect(['512M', '1g', '2T', '4096'].map(memoryOf)).toEqual([512 * 2 ** 20, 2 ** 30, 2 * 2 ** 40, 4096]);
  expect(['M', '-1', '1.5G', '1 G', '0x10', '1MB'].map(memoryOf)).toEqual([null, null, null, null, null, null]);
});

test.each(['-1', '1e3', '', ' ', 'Infinity', '0x10'])('%j tasks are no limit', (value) => {
  expect(limitsOf([{ key: 'lxc.cgroup2.pids.max', value }]).pids).toBeNull();
});
