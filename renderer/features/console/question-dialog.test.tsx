// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { QuestionDialog } from './question-dialog.tsx';

afterEach(cleanup);

it.each([
  ['Paste', { kind: 'paste', text: 'rm -r /srv\nls\n' } as const, 'Paste 2 lines', 'rm -r /srv'],
  [
    'Open link',
    { kind: 'link', address: 'https://www.example.org/' } as const,
    'Open a link from the container',
    'https://www.example.org/',
  ],
])('%s happens only after a person saw what it is', async (label, asked, title, text) => {
  const accept = vi.fn();
  const handleClose = vi.fn();
  render(<QuestionDialog question={{ ...asked, accept }} onClose={handleClose} />);
  expect(screen.getByRole('dialog', { name: title }).textContent).toContain(text);
  expect(accept).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: label }));
  expect([accept.mock.calls.length, handleClose.mock.calls.length]).toEqual([1, 1]);
});

it('nothing happens when it is cancelled', async () => {
  const accept = vi.fn();
  const handleClose = vi.fn();
  render(<QuestionDialog question={{ kind: 'paste', text: 'ls\n', accept }} onClose={handleClose} />);
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect([accept.mock.calls.length, handleClose.mock.calls.length]).toEqual([0, 1]);
});
