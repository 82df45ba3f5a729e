// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readGivenLeases } from './given-leases.ts';

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-leases-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('has of each lease that has not ended who has it, and the name that the server knows (N9)', () => {
  const file = join(folder, 'leases');
  const lines = [
    '3000 10:66:6A:00:00:01 10.0.3.7 web 01:10:66:6a:00:00:01',
    '0 10:66:6a:00:00:02 10.0.3.8 * *',
    '1000 10:66:6a:00:00:03 10.0.3.9 db *',
    'duid 00:01',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  expect(readGivenLeases(file, 2000)).toEqual([
    { hardwareAddress: '10:66:6a:00:00:01', address: '10.0.3.7', name: 'web' },
    { hardwareAddress: '10:66:6a:00:00:02', address: '10.0.3.8' },
  ]);
  expect(readGivenLeases(join(folder, 'absent'), 2000)).toEqual([]);
});
