// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, render, renderHook, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import type { Params } from '../../../contract/operations/index.ts';
import { fakeEvent, fakeGroup } from '../../../testing/models/denial.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { useWindow } from '../../host/main-process.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { chooseTime } from '../../window/location.ts';
import { useActionCauses } from './action-causes.ts';
import { DenialsPage } from './denials-page.tsx';
import { chooseDenialSpan } from './denial-span.ts';
import { takeDenials, useDenials } from './denials.ts';
import { ignoreCause, useIgnoredCauses } from './ignored-causes.ts';

const attacker = 'drill-attacker-0a1b2c';

function take(): void {
  const now = Date.now() / 1000;
  const ofDrill = fakeEvent({ container: attacker, time: now });
  const event = fakeEvent({ time: now });
  const ofHost = fakeEvent({ container: null, time: now });
  takeDenials({
    type: 'snapshot',
    groups: [
      fakeGroup({ id: 'a', containers: [attacker], count: 172, last: now, sample: ofDrill }),
      fakeGroup({ id: 'b', containers: ['web'], last: now, sample: event }),
      fakeGroup({ id: 'c', containers: [], sourceType: 'sshd_t', targetType: 'var_t', last: now, sample: ofHost }),
    ],
    events: [
      { ...ofDrill, group: 'a' },
      { ...event, group: 'b' },
      { ...ofHost, group: 'c' },
    ],
    lost: 0,
    auditLog: null,
  });
}

afterEach(() => {
  cleanup();
  clearHostStores();
  chooseDenialSpan('day');
  useIgnoredCauses.setState({ byHost: new Map() });
  useWindow.setState({ hostId: undefined });
});

it('leaves out what a drill caused, and shows it when its chip is pressed', async () => {
  recordCalls();
  take();
  render(<DenialsPage />);
  const chip = screen.getByRole('button', { name: 'drill: 172' });
  expect(chip.getAttribute('aria-pressed')).toBe('false');
  expect(screen.getByRole('tab', { name: /^Causes/ }).textContent).toBe('Causes (1)');
  expect(screen.getByRole('tab', { name: /^Events/ }).textContent).toBe('Events (1)');
  await userEvent.click(chip);
  expect(screen.getByRole('tab', { name: /^Causes/ }).textContent).toBe('Causes (2)');
  expect(screen.getByRole('tab', { name: /^Events/ }).textContent).toBe('Events (2)');
});

it("leaves out what is the host's own, and shows it when its chip is pressed", async () => {
  recordCalls();
  take();
  render(<DenialsPage />);
  const chip = screen.getByRole('button', { name: 'host: 1' });
  expect(chip.getAttribute('aria-pressed')).toBe('false');
  await userEvent.click(chip);
  expect(screen.getByRole('tab', { name: /^Causes/ }).textContent).toBe('Causes (2)');
  expect(screen.getByRole('tab', { name: /^Events/ }).textContent).toBe('Events (2)');
});

it('says its stretch of time in the heading, and leaves out what is older', async () => {
  recordCalls();
  take();
  const { groups } = useDenials.getState();
  const old = { ...groups.get('b'), id: 'd', last: Date.now() / 1000 - 7200 } as DenialGroup;
  takeDenials({ type: 'added', groups: [old], events: [], lost: 0, auditLog: null });
  render(<DenialsPage />);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Denials in the last 24 hours');
  expect(await screen.findByRole('tab', { name: 'Causes (2)' })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: '1 h' }));
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Denials in the last hour');
  expect(screen.getByRole('tab', { name: /^Causes/ }).textContent).toBe('Causes (1)');
});

it("names nothing of a drill and nothing of the host's own among the latest causes", () => {
  take();
  expect(useDenials.getState().latest.map(({ id }) => id)).toEqual(['b']);
});

it('shows the causes of a time in the past, counted in it, and goes back to the time of the window (M9)', async () => {
  const now = Math.floor(Date.now() / 1000);
  const hour = 3600;
  const begin = Math.floor((now - 30 * hour) / hour) * hour;
  const calls = recordCalls({
    'denial.timeline': (params) => {
      const { slots, slotMinutes, to } = params as Params<'denial.timeline'>;
      const from = (Math.floor(to / (slotMinutes * 60)) + 1 - slots) * slotMinutes * 60;
      const cell = { group: 0, container: 0, slot: 0, blocked: 7, notBlocked: 0 };
      return {
        from,
        slotSeconds: slotMinutes * 60,
        slots,
        groups: ['b'],
        containers: ['web'],
        cells: [cell],
        policyEvents: [],
      };
    },
  });
  take();
  chooseTime({ kind: 'between', from: begin + 600, to: begin + 1200 });
  render(<DenialsPage />);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toMatch(
    /^Denials from \d+ \w+ \d\d:00 to \d+ \w+ \d\d:00$/,
  );
  expect(screen.getByText('older denials are counted by whole hours')).toBeTruthy();
  await waitFor(() => expect(screen.getByRole('tab', { name: /^Causes/ }).textContent).toBe('Causes (1)'));
  expect(calls.find(({ name }) => name === 'denial.timeline')?.params).toMatchObject({
    to: begin + hour - 1,
    slots: 1,
    slotMinutes: 60,
  });
  expect(screen.getByRole('tab', { name: /^Events/ }).textContent).toBe('Events (0)');
  await userEvent.click(screen.getByRole('button', { name: 'Back to now' }));
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Denials in the last 24 hours');
});

it('folds away what is ignored on this host, counts it nowhere, and shows it again (M3)', async () => {
  recordCalls();
  useWindow.setState({ hostId: 'one' });
  take();
  const { result } = renderHook(() => useActionCauses());
  const page = render(<DenialsPage />);
  expect(result.current.total).toBe(0);
  takeDenials({ type: 'added', groups: [needsAction()], events: [], lost: 0, auditLog: null });
  await waitFor(() => expect(screen.getByRole('tab', { name: 'Causes (2)' })).toBeTruthy());
  expect(result.current.total).toBe(1);
  act(() => ignoreCause('one', [needsAction()], true));
  expect(screen.getByRole('tab', { name: 'Causes (1)' })).toBeTruthy();
  expect(result.current.total).toBe(0);
  await userEvent.click(screen.getByRole('tab', { name: /^Causes/ }));
  const line = screen.getByRole('button', { name: '1 ignored' });
  expect(line.getAttribute('aria-expanded')).toBe('false');
  await userEvent.click(line);
  expect(line.getAttribute('aria-expanded')).toBe('true');
  act(() => ignoreCause('one', [needsAction()], false));
  expect(screen.queryByRole('button', { name: /ignored$/ })).toBeNull();
  expect(result.current.total).toBe(1);
  page.unmount();
});

const needsAction = (): DenialGroup =>
  fakeGroup({
    id: 'e',
    targetType: 'var_t',
    reason: 'no-rule',
    last: Date.now() / 1000,
    sample: fakeEvent({ inode: 9, target: null }),
  });
