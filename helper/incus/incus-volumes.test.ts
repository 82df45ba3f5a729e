// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { bytesOf } from './incus-volumes.ts';

it.each([
  ['4GiB', 4 * 2 ** 30],
  ['10GB', 10 * 1000 ** 3],
  ['4294967296', 2 ** 32],
  ['512 MiB', 2 ** 29],
  ['1kB', 1000],
  ['16KiB', 2 ** 14],
  ['100B', 100],
  ['', undefined],
  ['all', undefined],
  ['-1GiB', undefined],
])('a size of %j is %s bytes', (size, bytes) => {
  expect(bytesOf(size)).toBe(bytes);
});
