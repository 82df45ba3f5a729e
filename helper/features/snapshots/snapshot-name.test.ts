// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { nameSnapshot } from './snapshot-name.ts';

const seconds = Date.UTC(2026, 10, 27, 6, 15, 2) / 1000 + 0.9;

it('is the time in UTC, after what the snapshot is taken for', () => {
  const exists = () => false;
  expect(nameSnapshot(undefined, { seconds, exists })).toBe('2026-11-27-061502');
  expect(nameSnapshot('before-removal', { seconds, exists })).toBe('before-removal-2026-11-27-061502');
});

it('has a number where several are taken in one second', () => {
  const names = new Set<string>();
  const options = { seconds, exists: (name: string) => names.has(name) };
  for (let count = 0; count < 3; count += 1) names.add(nameSnapshot('scheduled', options));
  expect([...names]).toEqual([
    'scheduled-2026-11-27-061502',
    'scheduled-2026-11-27-061502-2',
    'scheduled-2026-11-27-061502-3',
  ]);
});
