// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createUsage } from './usage.ts';

it('turns counters into rates, and leaves a gap where they were not measured or started again', () => {
  const usage = createUsage();
  const sample = {
    name: 'web',
    cpuUsec: null,
    cpuPercent: null,
    throttledPercent: null,
    memoryBytes: 5,
    memoryAnon: null,
    memoryFile: null,
    memoryKernel: null,
    memoryMax: null,
    pids: 1,
    diskBytes: null,
    diskMax: null,
    diskInodes: null,
    diskInodesMax: null,
    ioWriteBytes: null,
    netRxBytes: 0,
    netTxBytes: 0,
    interfaces: [],
    oomKills: null,
    pressure: { cpu: 0, memory: null, io: 0 },
  };
  for (const [time, ioReadBytes] of [
    [1, 1000],
    [2, 3000],
    [3, null],
    [4, 4000],
    [5, 100],
    [20, 900],
  ] as const)
    usage.add(time, { ...sample, ioReadBytes });
  expect(Array.from({ length: 6 }, (_, index) => usage.ring.valueAt('ioRead', index))).toEqual([
    Number.NaN,
    2000,
    Number.NaN,
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ]);
  expect(usage.ring.latest('cpu')).toBeNaN();
  expect(usage.ring.latest('memory')).toBe(5);
});
