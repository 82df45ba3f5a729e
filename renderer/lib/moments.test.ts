// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { formatAgo, formatDuration, formatElapsed, formatExact, formatShortDuration } from './moments.ts';

it('says a duration in its largest part and the one below', () => {
  expect([0, 59, 60, 61, 3600, 3601, 14_461, 90_061, 172_800].map(formatDuration)).toEqual([
    '0 s',
    '59 s',
    '1 min',
    '1 min 1 s',
    '1 h',
    '1 h',
    '4 h 1 min',
    '1 d 1 h',
    '2 d',
  ]);
  expect(formatShortDuration(90_061)).toBe('1d 1h');
});

it('says how long ago in one part', () => {
  expect([0, 1.5, 12, 61, 7300, 100_000].map((seconds) => formatAgo(1_000_000 - seconds, 1_000_000))).toEqual([
    'now',
    'now',
    '12 s ago',
    '1 min ago',
    '2 h ago',
    '1 d ago',
  ]);
});

it('says exact times in local time and UTC, and elapsed ones with a decimal', () => {
  expect(formatExact(1_700_000_000)).toMatch(
    /^2023-11-1\d \d\d:\d\d:20 local, 2023-11-14 22:13:20 UTC$|^2023-11-14 22:13:20 \(UTC\)$/,
  );
  expect([420, 12_000, 63_000].map(formatElapsed)).toEqual(['0.4 s', '12.0 s', '1 min 3 s']);
});
