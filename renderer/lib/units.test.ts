// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { bytesAsTyped, parseBytes, parseCount } from '../../contract/search/amounts.ts';
import { formatBytes, formatPercent } from './units.ts';

describe('sizes', () => {
  it('are shown in IEC units with three figures', () => {
    expect([0, 1023, 1024, 1536, 536_870_912, 2.276 * 1024 ** 3, 16 * 1024 ** 3].map(formatBytes)).toEqual([
      '0 B',
      '1023 B',
      '1 KiB',
      '1.50 KiB',
      '512 MiB',
      '2.28 GiB',
      '16 GiB',
    ]);
  });

  it('are read with any unit, and rejected when they are none', () => {
    expect(['512M', '1.5 GiB', '2g', '1048576', '64kb', ' 3 T '].map(parseBytes)).toEqual([
      536_870_912, 1_610_612_736, 2_147_483_648, 1_048_576, 65_536, 3_298_534_883_328,
    ]);
    expect(['', 'M', '-1M', '1x', '1e9', '1 2', '0x10'].map(parseBytes)).toEqual(
      Array.from({ length: 7 }, () => undefined),
    );
  });

  it('are typed as shortly as they can be read back', () => {
    for (const bytes of [1, 1000, 1024, 512 * 1024 ** 2, 3 * 1024 ** 3, 1536 * 1024])
      expect(parseBytes(bytesAsTyped(bytes))).toBe(bytes);
    expect(bytesAsTyped(512 * 1024 ** 2)).toBe('512M');
  });
});

it('shows small shares with a decimal', () => {
  expect([0, 0.42, 9.96, 57.4].map(formatPercent)).toEqual(['0 %', '0.4 %', '10.0 %', '57 %']);
});

it('reads plain counts only', () => {
  expect(['1.5', '512', '', '1,5', '-2'].map(parseCount)).toEqual([1.5, 512, undefined, undefined, undefined]);
});
