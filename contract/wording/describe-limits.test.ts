// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { describeLimits } from './describe-limits.ts';
import { defaultLimits, noLimits } from '../model/containers/limits.ts';
import { limitKeys, limitKindOf } from '../model/settings/limit-kinds.ts';

it('names the limits that are given, in the order of the contract', () => {
  expect(describeLimits({})).toEqual([]);
  expect(describeLimits({ ioWeight: 200, cpus: 1.5, cpuSet: '0-3', pids: undefined })).toEqual([
    ...['cpus 1.5', 'cpu-set 0-3', 'io-weight 200'],
  ]);
  expect(describeLimits(noLimits)).toEqual(limitKeys.map((key) => `${limitKindOf(key).word} none`));
});

it('writes bytes exactly, in the largest unit that divides them', () => {
  const written = [1000, 1024, 1536, 3 * 1024 ** 2, 10 * 1024 ** 3, 1024 ** 4, 1024 ** 5];
  expect(written.flatMap((memoryBytes) => describeLimits({ memoryBytes }))).toEqual(
    ['1000 B', '1 KiB', '1536 B', '3 MiB', '10 GiB', '1 TiB', '1024 TiB'].map((text) => `memory ${text}`),
  );
});

it('writes rates by the second, and counts as they are', () => {
  const { diskBytes, diskInodes } = defaultLimits;
  expect(describeLimits({ pids: 1024, diskBytes, diskInodes, ioReadBytesPerSecond: 65_536 })).toEqual([
    ...['pids 1024', 'disk 10 GiB', 'inodes 500000', 'io-read 64 KiB/s'],
  ]);
});
