// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { Activity } from '../../../contract/model/activity.ts';
import { activityDetail, activityLabel, outcomeLabelOf } from './activity-labels.ts';
import { formatElapsed } from '../../lib/moments.ts';

const entry: Activity = {
  id: 30,
  begunAt: 100,
  endedAt: 340,
  operation: 'console.open',
  subject: 'web',
  uid: 1000,
  user: 'operator',
  outcome: 'done',
  request: null,
  detail: null,
  change: null,
};

it('says the command that was run, so that where an argument ends is seen (window 16)', () => {
  const ran: Activity = {
    ...entry,
    request: { kind: 'command', argv: ['sh', '-c', 'echo x', "it's"], isShortened: false },
    detail: 'exit code 0',
  };
  expect([activityLabel(ran), activityDetail(ran)]).toEqual([
    'Ran a command in',
    String.raw`sh -c 'echo x' 'it'\''s'; exit code 0`,
  ]);
});

it('says of a terminal how long it was open and how it ended (window 16)', () => {
  const ended: Activity = { ...entry, outcome: 'ended', detail: 'ended when the helper stopped' };
  expect([activityLabel(ended), outcomeLabelOf(ended), activityDetail(ended)]).toEqual([
    'Opened a terminal in',
    'Ended',
    `open for ${formatElapsed(240_000)}, ended when the helper stopped`,
  ]);
});

it('says of an open terminal that it is open, not that it is under way for ever (window 33)', () => {
  const open: Activity = { ...entry, endedAt: null, outcome: 'running' };
  expect([activityLabel(open), outcomeLabelOf(open)]).toEqual(['Opened a terminal in', 'Open']);
});

it('says as whom and where a shell was opened, and that one was continued', () => {
  const request = { kind: 'command' as const, argv: [], isShortened: false, user: 'www-data', folder: '/srv/a b' };
  const open: Activity = { ...entry, endedAt: null, outcome: 'running', request };
  expect([activityLabel(open), outcomeLabelOf(open), activityDetail(open)]).toEqual([
    'Opened a terminal in',
    'Open',
    "as www-data in '/srv/a b'",
  ]);
  const continued: Activity = { ...entry, operation: 'console.attach', endedAt: null, outcome: 'running' };
  expect([activityLabel(continued), outcomeLabelOf(continued)]).toEqual(['Continued a terminal in', 'Open']);
});

it('calls a session that was over before the window came back to it no failure', () => {
  const late: Activity = { ...entry, operation: 'console.attach', outcome: 'failed' };
  expect([activityLabel(late), outcomeLabelOf(late)]).toEqual(['Tried to continue a terminal in', 'Had ended']);
});

it('names what was undone by its entry and by what it was (window 16)', () => {
  const undone: Activity = {
    ...entry,
    operation: 'activity.undo',
    subject: null,
    request: { kind: 'undo', id: 27, summary: 'Label TCP port 8080 as http_port_t' },
  };
  expect([activityLabel(undone), activityDetail(undone)]).toEqual([
    'Undid change 27',
    'Label TCP port 8080 as http_port_t',
  ]);
  const failed: Activity = {
    ...undone,
    outcome: 'failed',
    detail: 'cannot undo entry 27 of the activity log: it was changed since',
  };
  expect(activityDetail(failed)).toBe(
    'change 27 (Label TCP port 8080 as http_port_t), cannot undo entry 27 of the activity log: it was changed since',
  );
});
