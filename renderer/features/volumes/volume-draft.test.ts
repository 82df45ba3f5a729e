// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { formatVolumes, problemOfVolume, volumesOf } from './volume-draft.ts';

it('reads volumes as the command line writes them', () => {
  expect(volumesOf('/srv/a:/a, /srv/b,c:/b:ro\n')).toEqual([
    { source: '/srv/a', target: '/a', readOnly: false },
    { source: '/srv/b,c', target: '/b', readOnly: true },
  ]);
  expect(volumesOf('data:/a')).toEqual([
    { source: '/var/lib/bulkhead/volumes/data/files', target: '/a', readOnly: false },
  ]);
  expect(formatVolumes(volumesOf('data:/a, /srv/b:/b:ro') ?? [])).toBe('data:/a, /srv/b:/b:ro');
  expect(volumesOf('  ')).toEqual([]);
});

it('takes none of them when one cannot be used', () => {
  for (const text of ['/srv/a', '/srv/a:b', 'srv/x:/a', '/srv/../etc:/a', '/srv/a:/proc/x', '/srv/a:/a:rx'])
    expect(volumesOf(`/srv/x:/x, ${text}`), text).toBe(undefined);
});

it('says which end is wrong', () => {
  expect(problemOfVolume({ source: 'srv/x', target: '/a', readOnly: false })).toContain(
    'The folder on the host must be',
  );
  expect(problemOfVolume({ source: '/srv/a', target: '/dev/x', readOnly: false })).toContain(
    'The path in the container must not lie in /proc',
  );
  expect(problemOfVolume({ source: '/srv/a', target: '/a', readOnly: false })).toBe(undefined);
});
