// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import { helperItself } from '../../journal/activity-log.ts';
import { recordLostVolume } from './record-lost-volume.ts';

const reason = say('move it back');

test('a folder that is not found is in the activity log and in the log of the helper (N14)', () => {
  const written: unknown[] = [];
  const record = recordLostVolume({
    activity: { begin: (entry) => written.push(entry), end: (...ending) => void written.push(ending) },
    log: (level, event) => void written.push(`${level} ${event}`),
  });
  record('/srv/pages', reason);
  expect(written).toEqual([
    'warning volume-folder-not-found',
    { operation: 'label.restore', subject: '/srv/pages', ...helperItself },
    [2, 'failed', reason],
  ]);
});

test('a full disk keeps it in the log of the helper alone, and ends no detachment (N14)', () => {
  const logged: unknown[] = [];
  const record = recordLostVolume({
    activity: { begin: () => fail('disk-full', { path: '/var/lib/bulkhead' }), end: () => undefined },
    log: (_level, _event, fields) => void logged.push(fields),
  });
  record('/srv/pages', reason);
  expect(logged).toEqual([{ source: '/srv/pages', reason: 'move it back' }]);
});
