// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { recordOf } from './backup-record.ts';
import { readBackups, tagsOf } from './read-backups.ts';

const snapshot = {
  id: 'c4'.repeat(32),
  time: '2026-12-03T05:53:42.478894956+01:00',
  paths: ['/var/lib/bulkhead/backups/staging/web'],
  tags: tagsOf({ container: 'web', volumes: ['data', 'pages'] }),
  summary: { total_bytes_processed: 2000, data_added_packed: 500 },
};
const job = { name: 'every.night', id: '0123456789abcdef' };
const read = (...snapshots: readonly object[]) => readBackups(JSON.stringify(snapshots), 'disk');

it('reads what restic lists of ours, the newest first', () => {
  const older = {
    ...snapshot,
    id: 'a0'.repeat(32),
    time: '2026-12-02T05:53:42Z',
    tags: tagsOf({ container: 'db', job }),
  };
  expect(read(older, snapshot)).toEqual([
    {
      id: snapshot.id,
      repository: 'disk',
      container: 'web',
      createdAt: Date.UTC(2026, 11, 3, 4, 53, 42, 478) / 1000,
      bytes: 2000,
      addedBytes: 500,
      volumes: ['data', 'pages'],
      job: null,
    },
    expect.objectContaining({ container: 'db', volumes: [], job: 'every.night' }),
  ]);
});

it('leaves out what others have stored there, and names that no container or volume has', () => {
  const others = [[], ['bulkhead'], ['container=web'], ['bulkhead', 'container=../etc']];
  expect(read(...others.map((tags) => ({ ...snapshot, tags })), { ...snapshot, tags: undefined })).toEqual([]);
  const odd = { ...snapshot, tags: ['bulkhead', 'container=web', 'volume=../etc', 'volume=data'] };
  expect(read(odd)).toMatchObject([{ volumes: ['data'] }]);
  const ofNoJob = ['job=night', `job=../etc.${job.id}`].map((tag) => ({ ...odd, tags: [...odd.tags, tag] }));
  expect(read(...ofNoJob).map((one) => one.job)).toEqual([null, null]);
});

it('raises for what is no list, or has an id that could be an option', () => {
  expect(() => readBackups('{}', 'disk')).toThrow();
  expect(() => read({ ...snapshot, id: '--target' })).toThrow();
});

it('writes down named volumes apart from folders of the host', () => {
  const volume = (source: string) => ({ source, target: '/data', readOnly: true, category: null });
  const volumes = [volume('/var/lib/bulkhead/volumes/data/files'), volume('/srv/shared')];
  expect(recordOf({ published: [], links: [], volumes }, null)).toMatchObject({
    volumes: [{ name: 'data', target: '/data', readOnly: true }],
    folders: [{ source: '/srv/shared', target: '/data', readOnly: true }],
  });
});
