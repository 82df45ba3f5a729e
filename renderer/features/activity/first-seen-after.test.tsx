// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { fakeGroup } from '../../../testing/models/denial.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { useActivity } from './activity.ts';
import { FirstSeenAfter } from './first-seen-after.tsx';

const group = fakeGroup();
const loaded = { kind: 'policy-loaded', time: group.first - 120, serial: 7, loginUid: null };
const noCounts = { from: 0, slotSeconds: 600, slots: 2, groups: [], containers: [], cells: [] };

afterEach(() => {
  cleanup();
  clearHostStores();
});

it('names a policy that was loaded before, and asks for that time alone', async () => {
  const calls = recordCalls({ 'denial.timeline': () => ({ ...noCounts, policyEvents: [loaded] }) });
  render(<FirstSeenAfter group={group} />);
  const line = await screen.findByText(/^First seen/);
  expect(line.textContent).toBe('First seen 2 min after a change, which may be why: a policy was loaded.');
  expect(calls).toEqual([
    { name: 'denial.timeline', params: { to: group.first, slots: 2, slotMinutes: 10, container: undefined } },
  ]);
});

it('names what somebody did, also where the host does not answer', () => {
  recordCalls({ 'denial.timeline': () => Promise.reject(new Error('it is away')) });
  const times = { begunAt: group.first - 61, endedAt: group.first - 60 };
  const said = { request: null, detail: null, change: null } as const;
  const restart = { id: 1, operation: 'container.restart', subject: 'web', uid: 1000, user: 'operator' };
  useActivity.setState({ entries: [{ ...restart, ...times, ...said, outcome: 'done' }] });
  render(<FirstSeenAfter group={group} />);
  expect(screen.getByText(/^First seen/).textContent).toBe(
    'First seen 1 min after a change, which may be why: Restarted web, by operator.',
  );
});
