// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limitsSchema, noLimits } from '../../contract/model/containers/limits.ts';
import { applyLimit, type CgroupLimits, cgroupLimitKeys, limitLines, limitsOf } from './limits.ts';

/** A cgroup has these limits, and none is set. */
const none = Object.fromEntries(cgroupLimitKeys.map((key) => [key, null])) as CgroupLimits;

const limits: fc.Arbitrary<CgroupLimits> = fc.record({
  memoryBytes: fc.option(fc.integer({ min: 16 * 2 ** 20, max: 2 ** 50 })),
  swapBytes: fc.option(fc.integer({ min: 2 ** 20, max: 2 ** 50 })),
  cpus: fc.option(fc.integer({ min: 1, max: 409_600 }).map((hundredths) => hundredths / 100)),
  cpuWeight: fc.option(fc.integer({ min: 1, max: 10_000 })),
  cpuSet: fc.option(fc.constantFrom('0', '0-3', '0-3,6', '1,3,5-7')),
  pids: fc.option(fc.integer({ min: 16, max: 4_194_304 })),
});

test('limits come back from the lines that they are written as, to the hundredth of a core', () => {
  fc.assert(
    fc.property(limits, (wanted) => {
      const read = limitsOf(limitLines(limitsSchema().parse({ ...noLimits, ...wanted })));
      expect({ ...read, cpus: 0 }).toEqual({ ...none, ...wanted, cpus: 0 });
      expect(read.cpus ?? -1).toBeCloseTo(wanted.cpus ?? -1, 6);
    }),
  );
});

test('no limit is no line, and "max" is no limit', () => {
  expect(limitLines(none)).toEqual([]);
  expect(
    limitsOf([
      { key: 'lxc.cgroup2.memory.max', value: 'max' },
      { key: 'lxc.cgroup2.cpu.max', value: 'max 100000' },
      { key: 'lxc.cgroup2.pids.max', value: 'many' },
    ]),
  ).toEqual(none);
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
  ).toEqual({ ...none, cpus: 0.5, pids: 200 });
  expect(limitsOf([{ key: 'lxc.cgroup2.cpu.max', value: '30000   60000' }]).cpus).toBe(0.5);
});

test('a limit of memory is one of memory and swap together, unless there is one of swap', () => {
  expect(limitLines({ ...none, memoryBytes: 2 ** 28 })).toEqual([
    { key: 'lxc.cgroup2.memory.swap.max', value: '0' },
    { key: 'lxc.cgroup2.memory.max', value: '268435456' },
  ]);
  expect(limitLines({ ...none, memoryBytes: 2 ** 28, swapBytes: 2 ** 20 })).toEqual([
    { key: 'lxc.cgroup2.memory.swap.max', value: '1048576' },
    { key: 'lxc.cgroup2.memory.max', value: '268435456' },
  ]);
  // Without a limit of memory, a line that lets nothing be swapped out is a limit by itself.
  expect(limitsOf([{ key: 'lxc.cgroup2.memory.swap.max', value: '0' }]).swapBytes).toBe(0);
});

test('each limit is written to its own file of the cgroup (C8)', () => {
  const above = mkdtempSync(join(tmpdir(), 'cgroup-'));
  const cgroup = join(above, 'web');
  mkdirSync(cgroup);
  writeFileSync(join(above, 'cpuset.cpus.effective'), '0-7\n');
  try {
    const texts = (values: CgroupLimits): readonly string[] => {
      for (const key of cgroupLimitKeys) applyLimit(cgroup, key, values);
      const names = ['memory.max', 'memory.swap.max', 'cpu.max', 'cpu.weight', 'cpuset.cpus', 'pids.max'];
      return names.map((name) => readFileSync(join(cgroup, name), 'utf8'));
    };
    expect(texts({ ...none, memoryBytes: 2 ** 28, cpus: 0.01, cpuWeight: 250, cpuSet: '0-3,6', pids: 50 })).toEqual([
      ...['268435456', '0', '1000 100000', '250', '0-3,6', '50'],
    ]);
    expect(texts({ ...none, memoryBytes: 2 ** 28, swapBytes: 2 ** 20 }).slice(0, 2)).toEqual(['268435456', '1048576']);
    expect(texts(none)).toEqual(['max', 'max', 'max 100000', '100', '0-7', 'max']);
  } finally {
    rmSync(above, { recursive: true });
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
