// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { defaultReserve, parseReserve } from './reserve.ts';

const gibibyte = 2 ** 30;
const size = { bytes: 100 * gibibyte, inodes: 1_000_000 };

test('a twentieth of the disk is kept free, within bounds', () => {
  expect(defaultReserve(size)).toEqual({ bytes: 5 * gibibyte, inodes: 50_000 });
  expect(defaultReserve({ bytes: 1000 * gibibyte, inodes: 0 }).bytes).toBe(20 * gibibyte);
  expect(defaultReserve({ bytes: 10 * gibibyte, inodes: 0 }).bytes).toBe(gibibyte);
  expect(defaultReserve({ bytes: 2 * gibibyte, inodes: 0 }).bytes).toBe(gibibyte / 2);
});

test('an administrator chooses another, as a size or as a part of the disk', () => {
  expect(parseReserve('# kept free\nreserve = 2.5G # for logs\n', size).bytes).toBe(2.5 * gibibyte);
  expect(parseReserve('reserve=10%', size).bytes).toBe(10 * gibibyte);
  expect(parseReserve('reserve = 512MiB', size)).toEqual({ bytes: gibibyte / 2, inodes: 50_000 });
  expect(parseReserve('', size)).toEqual(defaultReserve(size));
});

test('a line that is not understood is an error that names it', () => {
  expect(() => parseReserve('\nreserve = lots', size)).toThrow('cannot read line 2');
  expect(() => parseReserve('limit = 5G', size)).toThrow('cannot read line 1');
});
