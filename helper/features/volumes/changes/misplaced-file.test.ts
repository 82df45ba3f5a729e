// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fail } from '../../../../contract/errors.ts';
import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import type { Volume } from '../../../../contract/model/containers/volume.ts';
import { at, label } from '../../../selinux/labels/fixtures/labels-of-paths.ts';
import { mark } from '../../../selinux/labels/kept-label.ts';
import { createMisplaced } from './misplaced-file.ts';

const [mine, moved] = ['system_u:object_r:bulkhead_file_t:s0:c1,c2', 'unconfined_u:object_r:user_home_t:s0'];
const isRoot = process.getuid?.() === 0;

let base: string;
let volume: Volume;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'bulkhead-misplaced-'));
  volume = { source: join(base, 'pages'), target: '/var/www', readOnly: true, category: null };
  mkdirSync(join(volume.source, 'sub'), { recursive: true });
  writeFileSync(join(volume.source, 'sub/moved.html'), 'x');
  writeFileSync(join(volume.source, 'made.html'), 'x');
  writeFileSync(join(base, 'moved.html'), 'outside');
  if (!isRoot) return;
  at(volume.source, (folder) => mark(folder, volume.source));
  for (const path of ['pages', 'pages/sub', 'pages/made.html']) label(join(base, path), mine);
  for (const path of ['pages/sub/moved.html', 'moved.html']) label(join(base, path), moved);
});
afterEach(() => rmSync(base, { recursive: true }));

async function found(event: Partial<DenialEvent>): Promise<string | null> {
  const misplaced = createMisplaced({
    volumesOf: (name) => (name === 'web' ? [{ ...volume, source: join(base, 'gone') }, volume] : undefined),
    usersOf: () => ['web', 'mail'].map((name) => ({ name, volume })),
    labelOf: (source) =>
      source === volume.source
        ? mine
        : fail('volume-not-allowed', { path: source, reason: 'the policy does not know its label' }),
  });
  const target = parseSecurityContext(moved) ?? null;
  const file = await misplaced(
    { container: 'web', target, class: 'file', path: null, name: null, inode: null, ...event } as DenialEvent,
    new AbortController().signal,
  );
  if (file !== null)
    expect(file).toMatchObject({
      volume: volume.source,
      expected: { type: 'bulkhead_file_t', level: 's0:c1,c2' },
      users: ['mail'],
    });
  return file === null ? null : file.path.slice(base.length);
}

test.runIf(isRoot)('is found by the path that the container sees, and by its name alone', async () => {
  expect([await found({ path: '/var/www/sub/moved.html' }), await found({ name: 'moved.html' })]).toEqual([
    '/pages/sub/moved.html',
    '/pages/sub/moved.html',
  ]);
});

test.runIf(isRoot)(
  'is found by its inode, whatever its label is by now, and no other file of that name or path is taken for it',
  async () => {
    const inode = statSync(join(base, 'pages/sub/moved.html')).ino;
    const records = [{ path: '/var/www/sub/moved.html' }, { name: 'moved.html' }];
    label(join(base, 'pages/sub/moved.html'), mine);
    for (const event of records)
      expect([
        await found({ ...event, inode }),
        await found({ ...event, inode: inode + 1_000_000 }),
        await found(event),
      ]).toEqual(['/pages/sub/moved.html', null, null]);
  },
);

test.runIf(isRoot)('is found as the folder that was moved', async () => {
  label(join(base, 'pages/sub'), moved);
  expect(await found({ class: 'dir', name: 'sub' })).toBe('/pages/sub');
});

test.runIf(isRoot)(
  'is not found elsewhere: by another name or label, outside of the volume, for another container, or as something that is no file',
  async () => {
    const events: readonly Partial<DenialEvent>[] = [
      { name: 'made.html' },
      { name: 'other.html' },
      { path: '/var/www/../moved.html' },
      { path: '/var/wwwx/sub/moved.html' },
      { path: '/abc/xyz/sub/moved.html' },
      { path: '/var/www/made.html' },
      { name: 'moved.html', target: parseSecurityContext('system_u:object_r:etc_t:s0') ?? null },
      { name: 'moved.html', container: 'db' },
      { name: 'moved.html', container: null },
      { name: 'moved.html', class: 'capability' },
    ];
    for (const event of events) expect(await found(event), JSON.stringify(event)).toBeNull();
  },
);

test.runIf(isRoot)('is not what a link on the volume leads to', async () => {
  renameSync(join(base, 'pages/sub'), join(base, 'away'));
  symlinkSync(join(base, 'away'), join(base, 'pages/sub'));
  expect([await found({ path: '/var/www/sub/moved.html' }), await found({ name: 'moved.html' })]).toEqual([null, null]);
  renameSync(join(base, 'away'), join(base, 'pages/within'));
  rmSync(join(base, 'pages/sub'));
  symlinkSync('within', join(base, 'pages/sub'));
  expect(await found({ path: '/var/www/sub/moved.html' })).toBeNull();
});

test.runIf(isRoot)('is not found in another folder that has taken the place of the volume', async () => {
  renameSync(volume.source, join(base, 'away'));
  mkdirSync(volume.source);
  renameSync(join(base, 'away/sub'), join(volume.source, 'sub'));
  expect([await found({ path: '/var/www/sub/moved.html' }), await found({ name: 'moved.html' })]).toEqual([null, null]);
});
