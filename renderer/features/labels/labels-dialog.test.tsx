// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { closeDialog, openDialog, useDialog } from '../../window/dialogs.ts';
import { LabelsDialog } from './labels-dialog.tsx';

function show(sum: { readonly files: number; readonly drifted: number; readonly skipped: number }) {
  const calls = recordCalls({ 'label.verify': () => sum, 'label.restore': () => ({ drifted: 2, skipped: 0 }) });
  openDialog({ kind: 'labels', name: 'web' });
  render(<LabelsDialog name="web" />);
  return calls;
}

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
});

it('restores the labels that are wrong', async () => {
  const calls = show({ files: 900, drifted: 2, skipped: 1 });
  expect(await screen.findByText('Checked 900 files: 2 labels are wrong, 1 cannot be relabelled.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Restore 2 labels' }));
  expect(calls.map(({ name }) => name)).toEqual(['label.verify', 'label.restore']);
  expect(useDialog.getState().dialog.kind).toBe('none');
});

it('has nothing to restore when all labels are correct', async () => {
  show({ files: 900, drifted: 0, skipped: 0 });
  expect(await screen.findByText('Checked 900 files: all labels are correct.')).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Restore labels' }).disabled).toBe(true);
});
