// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { closeDialog, openDialog, useDialog } from '../../window/dialogs.ts';
import { DontauditDialog } from './dontaudit-dialog.tsx';
import { DontauditSwitch } from './dontaudit-switch.tsx';

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
});

it('dontaudit denials are logged for the time that was chosen', async () => {
  const calls = recordCalls();
  openDialog({ kind: 'dontaudit' });
  render(<DontauditDialog />);
  await press('30 min');
  await press('Log for 30 minutes');
  expect([calls, useDialog.getState().dialog.kind]).toEqual([
    [{ name: 'denial.show-dontaudit', params: { minutes: 30 } }],
    'none',
  ]);
});

it('nothing changes when the dialog is cancelled', async () => {
  const calls = recordCalls();
  openDialog({ kind: 'dontaudit' });
  render(<DontauditDialog />);
  await press('Cancel');
  expect([calls, useDialog.getState().dialog.kind]).toEqual([[], 'none']);
});

it('the switch says how long it lasts, and ends it', async () => {
  const handleHide = vi.fn();
  render(<DontauditSwitch until={1600} now={1000} reason={undefined} onShow={vi.fn()} onHide={handleHide} />);
  expect(screen.getByText('Dontaudit denials logged, 10min left')).toBeTruthy();
  await press('Stop logging them');
  expect(handleHide).toHaveBeenCalledOnce();
});

it('the switch says why it cannot be used', async () => {
  const handleShow = vi.fn();
  render(<DontauditSwitch until={null} now={0} reason="SELinux is disabled." onShow={handleShow} onHide={vi.fn()} />);
  await press('Log dontaudit denials');
  expect((await screen.findByRole('tooltip')).textContent).toBe('SELinux is disabled.');
  expect(handleShow).not.toHaveBeenCalled();
});
