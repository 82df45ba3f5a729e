// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DrillSchedule } from '../../../contract/model/drill.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { disconnect, recordCalls } from '../../testing/record-calls.ts';
import { closeDialog, openDialog, useDialog } from '../../window/dialogs.ts';
import { useNotifications } from '../../window/notifications.ts';
import { ContainerDrillDialog } from './container-drill-dialog.tsx';
import { DrillControl } from './drill-control.tsx';
import { useDrill } from './drill-store.ts';
import { ScheduleDialog } from './schedule-dialog.tsx';

const schedule: DrillSchedule = { at: '04:30', nextAt: 1_795_533_000, uid: 1000, user: 'operator' };
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const names = (calls: ReturnType<typeof recordCalls>): readonly string[] => calls.map(({ name }) => name);

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
  useNotifications.setState({ notifications: [] });
  window.location.hash = '';
});

describe('the drill', () => {
  it('runs only after its dialog was read', async () => {
    const calls = recordCalls();
    render(<DrillControl />);
    await press('Run drill');
    expect(names(calls)).toEqual([]);
    const dialog = screen.getByRole('dialog', { name: /^Run the isolation drill/ });
    await userEvent.click(
      [...dialog.querySelectorAll('button')].find((one) => one.textContent === 'Run drill') ?? dialog,
    );
    expect(names(calls)[0]).toBe('drill.run');
  });

  it('does not run when its dialog is cancelled', async () => {
    const calls = recordCalls();
    render(<DrillControl />);
    await press('Run drill');
    await press('Cancel');
    expect(names(calls)).toEqual([]);
  });

  it('says that there is no connection', async () => {
    disconnect();
    render(<DrillControl />);
    await press('Run drill');
    expect((await screen.findByRole('tooltip')).textContent).toBe('There is no connection to the host.');
    expect(screen.queryByRole('dialog')).toBe(null);
  });
});

describe('the list of reports', () => {
  it('says on which container, and between which members', async () => {
    recordCalls();
    const counts = { probes: 2, passed: 2, failed: 0, newHoles: [] };
    useDrill.setState({
      reports: [
        { id: 'a', startedAt: 1, members: { first: 'one', second: 'two' }, ...counts },
        { id: 'b', startedAt: 0, container: 'web', ...counts },
      ],
    });
    render(<DrillControl />);
    await userEvent.click(screen.getByRole('combobox', { name: 'Report' }));
    const options = await screen.findAllByRole('option');
    expect(options.map(({ textContent }) => textContent.replace(/^.*?, (?=members|web)/, ''))).toEqual([
      'members one and two, 2 of 2',
      'web, 2 of 2',
    ]);
  });
});

describe('the test of one container', () => {
  it('runs on it, and shows its progress', async () => {
    const calls = recordCalls();
    openDialog({ kind: 'container-drill', name: 'web' });
    render(<ContainerDrillDialog name="web" />);
    await press('Test isolation');
    expect(calls[0]).toEqual({ name: 'drill.container', params: { name: 'web' } });
    expect([useDialog.getState().dialog.kind, window.location.hash]).toEqual(['none', '#/isolation/drill']);
  });

  it('says that there is no connection, and keeps its dialog', async () => {
    disconnect();
    openDialog({ kind: 'container-drill', name: 'web' });
    render(<ContainerDrillDialog name="web" />);
    await press('Test isolation');
    expect(useNotifications.getState().notifications[0]?.text).toMatch(
      /^Cannot test the isolation of web: there is no/,
    );
    expect(useDialog.getState().dialog.kind).toBe('container-drill');
  });
});

describe('the schedule', () => {
  const time = (): HTMLElement => screen.getByLabelText('Time (clock of the host)');
  async function type(text: string): Promise<void> {
    await userEvent.clear(time());
    if (text !== '') await userEvent.type(time(), text);
  }

  it('is enabled for the time that was chosen', async () => {
    const calls = recordCalls({ 'drill.schedule': () => ({ schedule }) });
    const handleClose = vi.fn();
    render(<ScheduleDialog schedule={undefined} onClose={handleClose} />);
    await type('04:30');
    await press('Enable');
    expect(calls).toEqual([{ name: 'drill.schedule', params: { at: '04:30' } }]);
    await expect.poll(() => handleClose).toHaveBeenCalledOnce();
  });

  it('takes a time as people write it, and shows it as the window does', async () => {
    const calls = recordCalls({ 'drill.schedule': () => ({ schedule }) });
    render(<ScheduleDialog schedule={undefined} onClose={vi.fn()} />);
    await type('4.30');
    await press('Enable');
    expect(screen.getByLabelText<HTMLInputElement>('Time (clock of the host)').value).toBe('04:30');
    expect(calls).toEqual([{ name: 'drill.schedule', params: { at: '04:30' } }]);
    await type('4 PM');
    expect(screen.getByText('Enter a time such as 03:00.')).toBeTruthy();
  });

  it('is disabled', async () => {
    const calls = recordCalls();
    render(<ScheduleDialog schedule={schedule} onClose={vi.fn()} />);
    await press('Disable');
    expect(names(calls)).toEqual(['drill.unschedule']);
  });

  it('needs a time', async () => {
    recordCalls();
    render(<ScheduleDialog schedule={schedule} onClose={vi.fn()} />);
    await type('');
    expect(screen.getByText('Enter a time such as 03:00.')).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Change' }).disabled).toBe(true);
  });

  it('stays open when the host does not take it', async () => {
    recordCalls({
      'drill.schedule': () => {
        throw new Error('the disk is full');
      },
    });
    const handleClose = vi.fn();
    render(<ScheduleDialog schedule={undefined} onClose={handleClose} />);
    await press('Enable');
    await expect
      .poll(() => useNotifications.getState().notifications[0]?.text)
      .toBe('Cannot change the schedule of the drill: the disk is full.');
    expect(handleClose).not.toHaveBeenCalled();
  });
});
