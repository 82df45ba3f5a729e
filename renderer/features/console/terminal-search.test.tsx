// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { TerminalSearch } from './terminal-search.tsx';
import type { SearchMatches } from './terminal-session.ts';

afterEach(cleanup);

function show() {
  const following = { listener: (_: SearchMatches): void => undefined };
  const session = {
    search: vi.fn(),
    onMatches: (listener: (matches: SearchMatches) => void) => {
      following.listener = listener;
      return () => undefined;
    },
  };
  const handleClose = vi.fn();
  const { unmount } = render(<TerminalSearch session={session} onClose={handleClose} />);
  return {
    session,
    handleClose,
    unmount,
    find: (matches: SearchMatches) => act(() => following.listener(matches)),
    said: () => screen.getByRole('status').textContent,
  };
}

it('says which of how many places is shown, that there are none, and that more are not counted', async () => {
  const { find, said } = show();
  expect(said()).toBe('');
  await userEvent.type(screen.getByRole('searchbox'), 'error');
  find({ current: 3, count: 17 });
  expect(said()).toBe('3 of 17');
  find({ current: undefined, count: 0 });
  expect(said()).toBe('No matches');
  find({ current: undefined, count: 1000 });
  expect(said()).toBe('1,000 matches or more');
  await userEvent.clear(screen.getByRole('searchbox'));
  expect(said()).toBe('');
});

it('goes on by Enter, back by Shift and Enter, and marks nothing any more once it is closed', async () => {
  const { session, handleClose, unmount } = show();
  await userEvent.type(screen.getByRole('searchbox'), 'e{Enter}{Shift>}{Enter}{/Shift}{Escape}');
  expect(session.search.mock.calls).toEqual([
    ['e', 'previous'],
    ['e', 'previous'],
    ['e', 'next'],
  ]);
  expect(handleClose).toHaveBeenCalledOnce();
  unmount();
  expect(session.search).toHaveBeenLastCalledWith('', 'next');
});
