// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { PasteDialog } from './paste-dialog.tsx';

afterEach(cleanup);

it('pastes only after a person saw what it is', async () => {
  const accept = vi.fn();
  const handleClose = vi.fn();
  render(<PasteDialog question={{ kind: 'paste', text: 'rm -r /srv\nls\n', accept }} onClose={handleClose} />);
  expect(screen.getByRole('dialog', { name: 'Paste 2 lines' }).textContent).toContain('rm -r /srv');
  expect(accept).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: 'Paste' }));
  expect([accept.mock.calls.length, handleClose.mock.calls.length]).toEqual([1, 1]);
});

it('pastes nothing when it is cancelled', async () => {
  const accept = vi.fn();
  const handleClose = vi.fn();
  render(<PasteDialog question={{ kind: 'paste', text: 'ls\n', accept }} onClose={handleClose} />);
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect([accept.mock.calls.length, handleClose.mock.calls.length]).toEqual([0, 1]);
});
