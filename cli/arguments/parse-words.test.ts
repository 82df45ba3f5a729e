// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { parseSince } from './parse-since.ts';
import { parseSize } from './parse-size.ts';

describe('parseSize', () => {
  it.each([
    ['1048576', 1_048_576],
    ['512M', 536_870_912],
    ['512MiB', 536_870_912],
    ['1g', 1_073_741_824],
    ['1.5 GiB', 1_610_612_736],
    ['64K', 65_536],
    ['2T', 2_199_023_255_552],
    ['100B', 100],
  ])('reads %s', (text, bytes) => expect(parseSize(text)).toBe(bytes));

  it.each(['', 'M', '-1', '1MB', '1e9', '0.3', '1,5G', '1G\n', 'Infinity', '9999999999999999P'])('rejects %j', (text) =>
    expect(parseSize(text)).toBeUndefined(),
  );
});

describe('parseSince', () => {
  const now = 1_795_600_000;

  it.each([
    ['1795533833.415', 1_795_533_833.415],
    ['30s', now - 30],
    ['10m', now - 600],
    ['2h', now - 7200],
    ['3d', now - 259_200],
    ['1w', now - 604_800],
    ['2026-11-24T08:00:00Z', 1_795_507_200],
    ['2026-11-24T08:00+01:00', 1_795_503_600],
  ])('reads %s', (text, seconds) => expect(parseSince(text, now)).toBe(seconds));

  it('takes days and times without a zone as local', () => {
    const local = (day: number, hour = 0): number => new Date(2026, 10, day, hour).getTime() / 1000;
    const noon = local(24, 12);
    expect(['today', 'yesterday', '2026-11-20', '2026-11-20 08:00'].map((text) => parseSince(text, noon))).toEqual([
      local(24),
      local(23),
      local(20),
      local(20, 8),
    ]);
  });

  it.each(['', 'now', '-5', '10y', '2026-13-01', '24.11.2026', 'm10', '1h '])('rejects %j', (text) =>
    expect(parseSince(text, now)).toBeUndefined(),
  );
});
