// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { chooseTime, useLocation } from '../../window/location.ts';
import { type KnownActivity, completeSince, useActivity } from './activity.ts';
import { ActivityPage } from './activity-page.tsx';

const now = Math.floor(Date.now() / 1000);

function entry(id: number, ago: number, there?: KnownActivity['there']): KnownActivity {
  return {
    id,
    begunAt: now - ago,
    endedAt: now - ago,
    operation: 'container.start',
    subject: null,
    uid: 1000,
    user: `user-${id}`,
    outcome: 'done',
    request: null,
    detail: null,
    change: null,
    ...(there !== undefined && { there }),
  };
}

const users = () => screen.queryAllByText(/^user-\d$/).map(({ textContent }) => textContent);

afterEach(() => {
  cleanup();
  clearHostStores();
});

it('shows all entries, those of the last hour, or those of a time in the past (M9)', async () => {
  recordCalls();
  useActivity.setState({ entries: [entry(3, 60), entry(2, 5400), entry(1, 100_000)] });
  render(<ActivityPage />);
  expect(users()).toEqual(['user-3', 'user-2', 'user-1']);
  await userEvent.click(screen.getByRole('button', { name: '1 h' }));
  expect(users()).toEqual(['user-3']);
  await userEvent.click(screen.getByRole('button', { name: 'Earlier by 1 h' }));
  expect(users()).toEqual(['user-2']);
  await userEvent.click(screen.getByRole('button', { name: 'Back to now' }));
  expect(users()).toHaveLength(3);
  expect(useLocation.getState().time).toBeUndefined();
});

it('says from when on the window has entries, where a range begins before that', async () => {
  recordCalls();
  useActivity.setState({ entries: Array.from({ length: 500 }, (_, index) => entry(500 - index, index)) });
  chooseTime({ kind: 'last', seconds: 3600 });
  render(<ActivityPage />);
  expect(screen.getByText(/^The window has no entries from before \d\d:\d\d\.$/)).toBeTruthy();
  cleanup();
  chooseTime({ kind: 'last', seconds: 60 });
  render(<ActivityPage />);
  expect(screen.queryByText(/^The window has no entries/)).toBeNull();
});

it('knows each log of a cluster as far back as it was asked for', () => {
  const there = { member: 'm1', hostId: 'two' };
  const few = [entry(1, 0), entry(2, 900)];
  expect(completeSince(few)).toBeUndefined();
  const many = Array.from({ length: 500 }, (_, index) => entry(1, index, there));
  expect(completeSince([...few, ...many])).toBe(now - 499);
});
