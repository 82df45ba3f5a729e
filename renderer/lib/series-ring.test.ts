import { expect, it } from 'vitest';
import { createSeriesRing } from './series-ring.ts';
import { createUsage } from '../features/usage/usage.ts';

it('keeps the newest rows when it is full', () => {
  const ring = createSeriesRing(['value'], 3);
  for (let time = 1; time <= 5; time += 1) ring.push(time, { value: time * 10 });
  expect([ring.length, ring.timeAt(0), ring.valueAt('value', 0), ring.latest('value'), ring.latestTime()]).toEqual([
    3, 3, 30, 50, 5,
  ]);
  expect(ring.valueAt('value', 3)).toBeNaN();
});

it('ignores rows that are not newer, and finds the nearest', () => {
  const ring = createSeriesRing(['value'], 8);
  for (const time of [1, 2, 2, 1, 4]) ring.push(time, { value: time });
  expect(ring.length).toBe(3);
  expect([0, 1.4, 1.6, 2.9, 3.1, 9].map((time) => ring.nearest(time))).toEqual([0, 0, 1, 1, 2, 2]);
  expect(createSeriesRing(['value'], 2).nearest(1)).toBe(-1);
});

it('turns counters into rates, and leaves a gap where they were not measured or began anew', () => {
  const usage = createUsage();
  const sample = {
    name: 'web',
    cpuUsec: null,
    cpuPercent: null,
    memoryBytes: 5,
    memoryMax: null,
    pids: 1,
    diskBytes: null,
    diskMax: null,
    diskInodes: null,
    diskInodesMax: null,
    ioWriteBytes: null,
    netRxBytes: 0,
    netTxBytes: 0,
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
