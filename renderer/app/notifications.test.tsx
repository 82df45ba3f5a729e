// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import 'vscode-jsonrpc/node';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../contract/errors.ts';
import { closeDialog, openDialog } from '../window/dialogs.ts';
import { closeHelp, toggleHelp } from '../window/help.ts';
import { useLocation } from '../window/location.ts';
import { notify, useNotifications } from '../window/notifications.ts';
import { startOperation, useOperations } from '../host/operations.ts';
import { bulkActions, runBulk } from '../features/containers/states/bulk.ts';
import { recordCalls } from '../testing/record-calls.ts';
import { someContainer } from '../testing/some-containers.ts';
import { GuardedDialog } from './guarded-dialog.tsx';
import { Notifications } from './notifications.tsx';
import { OperationsMenu } from './frame/operations-menu.tsx';

beforeEach(() => {
  useNotifications.setState({ notifications: [] });
  useOperations.setState({ operations: [] });
});
afterEach(() => {
  vi.useRealTimers();
  cleanup();
  closeDialog();
});

describe('a notification', () => {
  it('is spoken while a dialog is open, and does not lie over its buttons (window 9) (window 10)', async () => {
    render(
      <>
        <Notifications />
        <GuardedDialog />
      </>,
    );
    act(() => openDialog({ kind: 'keys' }));
    await screen.findByRole('dialog');
    act(() => {
      notify({ tone: 'failed', text: 'cannot start the container web' });
    });
    // The text is not found by its role while it is hidden from screen readers.
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('cannot start the container web'));
    expect(screen.getByRole('region', { name: 'Notifications' }).className).toContain('above');
  });

  it('does not lie over the newest line of a terminal or a log (window m6)', () => {
    render(<Notifications />);
    const places = () => screen.getByRole('region', { name: 'Notifications' }).className;
    const go = (tab: 'terminal' | 'logs' | 'overview') =>
      act(() => useLocation.setState({ route: { page: 'container', name: 'web', tab } }));
    go('overview');
    expect(places()).toBe('notifications');
    go('terminal');
    expect(places()).toBe('notifications above');
    go('logs');
    expect(places()).toBe('notifications above');
    go('overview');
    act(() => useLocation.setState({ route: { page: 'workspace' } }));
    expect(places()).toBe('notifications above');
    go('overview');
  });

  it('does not lie over the help that lies over a dialog', () => {
    render(<Notifications />);
    const places = () => screen.getByRole('region', { name: 'Notifications' }).className;
    act(() => openDialog({ kind: 'keys' }));
    expect(places()).not.toContain('beside-help');
    act(() => toggleHelp({ isOverDialog: true }));
    expect(places()).toContain('beside-help');
    act(() => closeHelp());
    expect(places()).not.toContain('beside-help');
  });

  it('that offers the way back stays until it is put away; a mere result goes (window 10)', () => {
    vi.useFakeTimers();
    render(<Notifications />);
    act(() => {
      notify({ tone: 'done', text: 'Applied: a boolean', action: { label: 'Undo', run: () => undefined } });
      notify({ tone: 'done', text: 'Container web was started' });
    });
    act(() => void vi.advanceTimersByTime(60_000));
    expect(screen.getAllByRole('status').map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('Applied: a boolean'),
    ]);
    expect(screen.getByRole('button', { name: 'Undo' })).toBeTruthy();
  });
});

describe('a failed operation', () => {
  it('says why (window 33)', async () => {
    const failed = startOperation({
      title: 'Starting web',
      subject: 'web',
      activeLabel: 'starting',
      canCancel: true,
      run: () => Promise.reject(new Failure('container-running', { name: 'web' })),
    });
    await failed.result.catch(() => undefined);
    render(<OperationsMenu />);
    await userEvent.click(screen.getByRole('button', { name: /Operations/ }));
    expect(
      within(screen.getByRole('dialog', { name: 'Operations' })).getByText(
        /Cannot do this to the container web while it runs; stop it first/,
      ),
    ).toBeTruthy();
  });
});

describe('another try', () => {
  it('is offered where a failed operation is notified, and begins the same again', async () => {
    let fails = true;
    const asked: unknown[] = [];
    recordCalls({
      'container.start': (params) => {
        asked.push(params);
        if (fails) throw new Failure('container-busy', { name: 'web', reason: 'it is being copied' });
        return someContainer('web');
      },
    });
    render(<Notifications />);
    await act(async () => {
      await runBulk(bulkActions.start, ['web']);
    });
    fails = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Container web was started.')).toBeTruthy();
    expect(asked).toEqual([{ name: 'web' }, { name: 'web' }]);
    expect(screen.queryByRole('button', { name: 'Try again' })).toBe(null);
  });
});
