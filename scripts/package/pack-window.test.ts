// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { mustBeShippable } from './pack-window.ts';
import { sourceDate } from './source-date.ts';

test('the Electron of closed networks is packaged only when that is asked for (review F9)', () => {
  expect(() => mustBeShippable({ source: 'registry' }, false)).toThrow(/^cannot package: .* --development"$/);
  expect(() => mustBeShippable({ source: 'registry' }, true)).not.toThrow();
  for (const source of ['installed', 'downloaded', 'override'] as const)
    expect(() => mustBeShippable({ source }, false)).not.toThrow();
});

test('the time of a build is given, or that of the last commit', async () => {
  expect(await sourceDate('/', { SOURCE_DATE_EPOCH: '1795600000' })).toBe(1_795_600_000);
  expect(await sourceDate(import.meta.dirname, {})).toBeGreaterThan(1_700_000_000);
  await expect(sourceDate('/', { SOURCE_DATE_EPOCH: 'yesterday' })).rejects.toThrow(/seconds since 1970$/);
});
