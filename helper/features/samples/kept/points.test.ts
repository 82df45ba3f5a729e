// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBlock, encodeBlock } from './block-form.ts';
import { createCollector, createReadings, fillFrom, type Points, usageWidth } from './points.ts';

/** Values of the first column. */
function readingsOf(values: readonly number[], start = 0, step = 1): Points {
  const points = createReadings({ start, step, length: values.length });
  points.mean.set(values);
  return points;
}

function firstColumn({ min, mean, max, length }: Points): readonly (readonly number[])[] {
  return [min, mean, max].map((values) => Array.from(values.subarray(0, length)));
}

const value = fc.oneof(
  { weight: 4, arbitrary: fc.float({ min: 0, max: Math.fround(1e12), noNaN: true }) },
  fc.constant(Number.NaN),
);

describe('points become fewer', () => {
  it('by the least, the mean and the greatest of what was measured', () => {
    const collector = createCollector({ start: 0, step: 4, length: 3 });
    collector.add(readingsOf([1, Number.NaN, 3, 8, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 5]));
    const points = collector.points();
    expect(points && firstColumn(points)).toEqual([
      [1, Number.NaN, 5],
      [4, Number.NaN, 5],
      [8, Number.NaN, 5],
    ]);
  });

  it('with the weight of the time that each stands for', () => {
    const collector = createCollector({ start: 0, step: 60, length: 1 });
    collector.add(readingsOf([10, 10, 10, 10, 10], 0, 10));
    collector.add(readingsOf([70, 70, 70, 70, 70, 70, 70, 70, 70, 70], 50));
    expect(collector.points()?.mean[0]).toBeCloseTo(20);
  });

  it('never beyond what was measured, and with a gap exactly where nothing was', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 90 }), fc.integer({ min: 1, max: 12 }), (values, step) => {
        const length = Math.ceil(values.length / step);
        const collector = createCollector({ start: 0, step, length });
        collector.add(readingsOf(values));
        const points = collector.points();
        for (let at = 0; at < length; at += 1) {
          const measured = values.slice(at * step, (at + 1) * step).filter((one) => !Number.isNaN(one));
          const [min, mean, max] = [points?.min[at], points?.mean[at], points?.max[at]].map((one) => one ?? Number.NaN);
          if (measured.length === 0) expect([min, mean, max]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
          else {
            expect([min, max]).toEqual([Math.min(...measured), Math.max(...measured)]);
            const sum = measured.reduce((total, one) => total + one, 0);
            expect(mean).toBeCloseTo(Math.fround(sum / measured.length), -6);
          }
        }
      }),
    );
  });

  it('with the same least and greatest, in one step or in two', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 60, maxLength: 60 }), (values) => {
        const collect = (points: Points | undefined, step: number): Points | undefined => {
          const collector = createCollector({ start: 0, step, length: 60 / step });
          if (points !== undefined) collector.add(points);
          return collector.points();
        };
        const [once, twice] = [collect(readingsOf(values), 60), collect(collect(readingsOf(values), 10), 60)];
        expect([twice?.min, twice?.max]).toEqual([once?.min, once?.max]);
      }),
    );
  });

  it('only within the wanted range', () => {
    const collector = createCollector({ start: 0, step: 1, length: 6 });
    collector.add(readingsOf([1, 2, 3, 4, 5, 6]), { from: 2, to: 4 });
    expect(Array.from(collector.points()?.mean.subarray(0, 6) ?? [])).toEqual([
      ...[Number.NaN, Number.NaN, 3, 4, 5, Number.NaN],
    ]);
  });
});

it('are filled from others where they have nothing', () => {
  const points = readingsOf([1, Number.NaN, Number.NaN]);
  fillFrom(points, readingsOf([7, 8, Number.NaN]));
  expect(Array.from(points.mean.subarray(0, 3))).toEqual([1, 8, Number.NaN]);
});

describe('a block', () => {
  it('gives back what was put into it, to one part in 8192', () => {
    const kept = fc.array(value, { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(kept, fc.boolean(), fc.integer({ min: 0, max: usageWidth - 1 }), (values, isSingle, column) => {
        const points = createReadings({ start: 60, step: 1, length: values.length });
        points.mean.set(values, column * values.length);
        const [min, max] = [points.mean.map((one) => one / 2), points.mean.map((one) => one * 2)];
        const given = isSingle ? points : { ...points, min, max };
        const back = decodeBlock(encodeBlock(given), given);
        for (const key of ['min', 'mean', 'max'] as const) {
          expect(back[key].length).toBe(given[key].length);
          for (const [at, one] of given[key].entries()) {
            const error = Math.abs((back[key][at] ?? Number.NaN) - one);
            expect(Number.isNaN(one) ? Number.isNaN(back[key][at]) : error <= one / 8192 + 1e-37).toBe(true);
          }
        }
      }),
    );
  });

  it('that is damaged is no block, whatever its bytes are', () => {
    const block = encodeBlock(readingsOf([1, 2, 3]));
    expect(() => decodeBlock(block.subarray(0, block.length - 3), { start: 0, step: 1 })).toThrow();
    expect(() => decodeBlock(Buffer.from('x'), { start: 0, step: 1 })).toThrow();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const [form, ...others] = bytes;
        const read = (): Points =>
          decodeBlock(Buffer.from([form === 1 ? 2 : (form ?? 0), ...others]), { start: 0, step: 1 });
        expect(read).toThrow();
      }),
    );
  });
});
