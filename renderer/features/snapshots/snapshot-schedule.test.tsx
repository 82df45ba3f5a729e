// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import type { SnapshotSchedule } from '../../../contract/model/containers/snapshot-schedule.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { closeDialog, openDialog, useDialog } from '../../window/dialogs.ts';
import { useNotifications } from '../../window/notifications.ts';
import { useActivity } from '../activity/activity.ts';
import { SnapshotScheduleDialog } from './snapshot-schedule-dialog.tsx';
import { SnapshotsTab } from './snapshots-tab.tsx';
import { useSnapshots } from './snapshots.ts';

const now = Date.now() / 1000;
const schedule: SnapshotSchedule = {
  times: { every: 'week', on: 'monday', at: '04:30' },
  keep: 4,
  nextAt: now + 7200,
  last: { outcome: 'failed', at: now - 60, reason: 'cannot take it: the disk is full' },
  uid: 1000,
  user: 'operator',
};
const web = someContainer('web');
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const field = (name: string): HTMLInputElement => screen.getByRole('textbox', { name });

async function fill(name: string, text: string): Promise<void> {
  await userEvent.clear(field(name));
  await userEvent.type(field(name), text);
}

function openWith(present: SnapshotSchedule | null): ReturnType<typeof recordCalls> {
  const calls = recordCalls({
    'snapshot.list': () => ({ snapshots: [], schedule: present }),
    'snapshot.schedule': () => ({ schedule }),
  });
  useSnapshots.setState({ name: 'web', snapshots: [], schedule: present, problem: undefined });
  openDialog({ kind: 'snapshot-schedule', name: 'web' });
  render(<SnapshotScheduleDialog name="web" />);
  return calls;
}

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
  useNotifications.setState({ notifications: [] });
});

describe('the schedule of snapshots', () => {
  it('is enabled as usual, or as it was chosen', async () => {
    const calls = openWith(null);
    await fill('Number to keep', '14');
    await press('Enable');
    expect(calls[0]).toEqual({
      name: 'snapshot.schedule',
      params: { name: 'web', plan: { times: { every: 'day', at: '03:00' }, keep: 14 } },
    });
    await expect.poll(() => useDialog.getState().dialog.kind).toBe('none');
  });

  it('is every few hours when that is chosen', async () => {
    const calls = openWith(null);
    await userEvent.click(screen.getByRole('combobox', { name: 'How often' }));
    await userEvent.click(screen.getByRole('option', { name: 'Every few hours' }));
    await fill('Hours between two', '12{Enter}');
    expect(calls[0]?.params).toEqual({
      name: 'web',
      plan: { times: { every: 'hours', hours: 12 }, keep: 7 },
    });
  });

  it('begins with what is set, and can be disabled', async () => {
    const calls = openWith(schedule);
    expect([field('Number to keep').value, screen.getByRole('combobox', { name: 'Day' }).textContent]).toEqual([
      '4',
      'Monday',
    ]);
    await press('Disable');
    expect(calls[0]).toEqual({ name: 'snapshot.unschedule', params: { name: 'web' } });
  });

  it.each(['0', '51', 'many', ''])('is not sent with %j to keep, and says why', async (keep) => {
    const calls = openWith(null);
    await userEvent.clear(field('Number to keep'));
    if (keep !== '') await userEvent.type(field('Number to keep'), keep);
    await userEvent.type(field('Number to keep'), '{Enter}');
    screen.getByText('Enter a number from 1 to 50.');
    expect(calls).toEqual([]);
  });

  it('stays open with its choices when the host does not accept them', async () => {
    recordCalls({
      'snapshot.schedule': () => {
        throw new Failure('disk-full', { path: '/var/lib/bulkhead' });
      },
    });
    openDialog({ kind: 'snapshot-schedule', name: 'web' });
    render(<SnapshotScheduleDialog name="web" />);
    await press('Enable');
    await expect.poll(() => useNotifications.getState().notifications.length).toBe(1);
    expect(useDialog.getState().dialog.kind).toBe('snapshot-schedule');
  });

  it('says in the tab how often, when next, and why the last one failed', async () => {
    recordCalls({ 'snapshot.list': () => ({ snapshots: [], schedule }) });
    render(<SnapshotsTab container={web} busy={undefined} />);
    expect((await screen.findByRole('group', { name: 'Schedule' })).textContent).toMatch(
      /^Every week on Monday at 04:30, the newest 4 are kept\.Next in (2 h|1 h 59 min)\.failed .*: cannot take it: the disk is full\.$/,
    );
    await press('Schedule…');
    expect(useDialog.getState().dialog).toEqual({ kind: 'snapshot-schedule', name: 'web' });
  });

  it('is read again when the helper has taken a snapshot', async () => {
    const calls = recordCalls({ 'snapshot.list': () => ({ snapshots: [], schedule }) });
    render(<SnapshotsTab container={web} busy={undefined} />);
    await expect.poll(() => calls.length).toBe(1);
    useActivity.setState({
      entries: [
        {
          id: 90,
          begunAt: now,
          endedAt: now,
          operation: 'snapshot.take',
          subject: 'web',
          uid: 1000,
          user: 'operator',
          outcome: 'done',
          request: null,
          detail: null,
          change: null,
        },
      ],
    });
    await expect.poll(() => calls.length).toBe(2);
  });
});
