import { expect, it } from 'vitest';
import { createUsage } from '../features/usage/usage.ts';
import { linePath } from './line-path.ts';

const sample = {
  cpuPercent: 50,
  memoryBytes: null,
  memoryTotal: null,
  load: null,
  ioReadBytes: null,
  ioWriteBytes: null,
  pressure: { cpu: null, memory: null, io: null },
};

it('interrupts the line where samples are missing, and never draws a zero', () => {
  const usage = createUsage();
  for (const time of [0.1, 1, 2, 8, 9]) usage.add(time, sample);
  const { line } = linePath({
    ring: usage.ring,
    column: 'cpu',
    range: { from: 0, to: 10 },
    width: 100,
    height: 100,
    max: 100,
  });
  expect(line).toBe('M1.0 50.0L10.0 50.0L20.0 50.0M80.0 50.0L90.0 50.0');
  expect(
    linePath({ ring: usage.ring, column: 'memory', range: { from: 0, to: 10 }, width: 100, height: 100, max: 100 })
      .line,
  ).toBe('');
});
