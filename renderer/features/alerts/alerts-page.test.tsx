// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DesktopNotification, HostEntry } from '../../../contract/bridge.ts';
import { type Alert, type AlertRule, type AlertState, usualAlertChoice } from '../../../contract/model/alerts/alert.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { useFeeds } from '../../host/feeds.ts';
import { startWindow, useWindow } from '../../host/main-process.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { createFakeBridge } from '../../testing/fake/fake-bridge.ts';
import { useNotifications } from '../../window/notifications.ts';
import { AlertsPage } from './alerts-page.tsx';
import { useAlerts } from './alerts-store.ts';
import { takeHostAlerts, useHostAlerts } from './host-alerts.ts';

const now = Date.now() / 1000;
const rule: AlertRule = { ...usualAlertChoice('container-memory'), id: 3, mutedUntil: null };
const alert = (changes: Partial<Alert> = {}): Alert => ({
  id: 7,
  rule: 3,
  kind: 'container-memory',
  threshold: 90,
  seconds: 300,
  container: 'web',
  begunAt: now - 100,
  endedAt: null,
  endedBy: null,
  value: 95,
  ...changes,
});

/** Takes alerts as the feed of the shown host and what is followed of every host do. */
function takeAlerts(state: AlertState, time: number): void {
  useAlerts.setState(state);
  takeHostAlerts('lab', state, time);
}

const edge: HostEntry = {
  id: 'edge',
  kind: 'ssh',
  label: 'edge of the net',
  isRemovable: true,
  state: { status: 'idle' },
  reachedAt: null,
};

const desktop: { shown: DesktopNotification[]; counts: number[] } = { shown: [], counts: [] };

beforeEach(async () => {
  desktop.shown = [];
  desktop.counts = [];
  useNotifications.setState({ notifications: [] });
  useHostAlerts.setState({ byHost: new Map() });
  useFeeds.setState({ alerts: { status: 'ready' } });
  await startWindow({
    ...createFakeBridge(),
    hosts: { ...createFakeBridge().hosts, list: async () => [] },
    help: { onOpen: () => () => undefined },
    alerts: {
      show: async (notification) => void desktop.shown.push(notification),
      setCount: async (count) => void desktop.counts.push(count),
      onPress: () => () => undefined,
    },
  });
});
afterEach(() => {
  cleanup();
  clearHostStores();
});

function show(state: Partial<Parameters<typeof takeAlerts>[0]> = {}) {
  const calls = recordCalls({
    'alert.set-rule': () => rule,
    'alert.try-rule': () => alert(),
    'alert.end': () => alert(),
  });
  takeAlerts({ rules: [rule], alerts: [alert()], targets: [], ...state }, now);
  render(<AlertsPage />);
  return calls;
}

const press = (name: string | RegExp, role = 'button') => userEvent.click(screen.getByRole(role, { name }));
const texts = () => useNotifications.getState().notifications.map(({ text }) => text);

it('notifies of an alert that begins, and not of those of before', () => {
  show();
  expect(texts()).toEqual([]);
  takeAlerts({ rules: [rule], alerts: [alert({ id: 8, container: 'db' }), alert()], targets: [] }, now);
  expect(texts()).toEqual(['db uses its memory limit: 95 % (at or above 90 % for 5 min).']);
  expect(desktop.shown).toEqual([
    {
      title: 'Alert on a host',
      body: 'db uses its memory limit: 95 % (at or above 90 % for 5 min)',
      isCritical: false,
      hostId: 'lab',
    },
  ]);
  expect(desktop.counts.at(-1)).toBe(2);
});

it('notifies of the alerts of every host, by its name, and counts all of them', () => {
  useWindow.setState({ hosts: [{ ...edge, id: 'lab', label: 'lab' }, edge] });
  show();
  takeHostAlerts('edge', { rules: [rule], alerts: [alert()], targets: [] }, now);
  takeHostAlerts('edge', { rules: [rule], alerts: [alert({ id: 8 }), alert()], targets: [] }, now);
  expect(useNotifications.getState().notifications.map(({ hostId }) => hostId)).toEqual(['edge']);
  expect(desktop.shown.map(({ title, hostId }) => [title, hostId])).toEqual([['Alert on edge of the net', 'edge']]);
  expect(desktop.counts.at(-1)).toBe(3);
});

it('notifies once connected again of what began meanwhile', () => {
  takeHostAlerts('edge', { rules: [rule], alerts: [alert()], targets: [] }, now);
  takeHostAlerts(
    'edge',
    { rules: [rule], alerts: [alert({ id: 9, endedAt: now, endedBy: 'condition' })], targets: [] },
    now,
  );
  expect([texts().length, desktop.counts.at(-1)]).toEqual([1, 0]);
});

it('notifies of many at once in one sentence', () => {
  show();
  takeAlerts({ rules: [rule], alerts: [11, 10, 9, 8].map((id) => alert({ id })), targets: [] }, now);
  expect(texts()).toEqual(['4 alerts began.']);
});

it('notifies nobody while the rule is muted', () => {
  const muted = { ...rule, mutedUntil: now + 60 };
  show({ rules: [muted] });
  takeAlerts({ rules: [muted], alerts: [alert({ id: 8 })], targets: [] }, now);
  expect([texts(), desktop.shown]).toEqual([[], []]);
});

it('shows nothing on the desktop when that is switched off', async () => {
  show();
  await press('Notify on the desktop', 'switch');
  takeAlerts({ rules: [rule], alerts: [alert({ id: 8 })], targets: [] }, now);
  await press('Notify on the desktop', 'switch');
  expect([texts().length, desktop.shown]).toEqual([1, []]);
});

it('acknowledges an alert, which ends it (window m13)', async () => {
  const calls = show();
  await press('Acknowledge');
  expect(calls).toEqual([{ name: 'alert.end', params: { alert: 7 } }]);
});

it('says of each rule how bad what it alerts of is (window m13)', () => {
  show({ rules: [rule, { ...usualAlertChoice('not-enforced'), id: 4, mutedUntil: null }] });
  const rows = within(screen.getByRole('table', { name: 'Alert rules' })).getAllByRole('row');
  expect(rows.slice(1).map(({ children }) => children[2]?.textContent)).toEqual(['Warning', 'Critical']);
});

it('switches a rule off, tries, mutes and removes it, and undoes the removal', async () => {
  const calls = show();
  await press('Memory of a container: on', 'switch');
  for (const item of [/^Try/, /^Mute for 8 hours/, /^Remove/]) {
    await press('Actions of Memory of a container');
    await press(item, 'menuitem');
  }
  await waitFor(() => expect(texts()).toContain('The rule was removed.'));
  useNotifications.getState().notifications.at(-1)?.action?.run();
  const choice = usualAlertChoice('container-memory');
  expect(calls).toEqual([
    { name: 'alert.set-rule', params: { rule: 3, choice: { ...choice, isEnabled: false } } },
    { name: 'alert.try-rule', params: { rule: 3 } },
    { name: 'alert.mute-rule', params: { rule: 3, seconds: 28_800 } },
    { name: 'alert.remove-rule', params: { rule: 3 } },
    { name: 'alert.set-rule', params: { choice } },
  ]);
});

it('offers to unmute a muted rule', async () => {
  const calls = show({ rules: [{ ...rule, mutedUntil: Date.now() / 1000 + 3600 }] });
  await press('Actions of Memory of a container');
  await press(/^Unmute/, 'menuitem');
  expect(calls).toEqual([{ name: 'alert.mute-rule', params: { rule: 3, seconds: 0 } }]);
});

it('changes a rule, and says what is wrong with a threshold before it is saved', async () => {
  const calls = show();
  await press('Memory of a container');
  const dialog = within(screen.getByRole('dialog'));
  const threshold = dialog.getByRole('textbox', { name: 'Threshold (%)' });
  await userEvent.clear(threshold);
  await userEvent.type(threshold, '120');
  expect(dialog.getByText('Enter a number from 1 to 100 %.')).toBeTruthy();
  expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true);
  await userEvent.clear(threshold);
  await userEvent.type(threshold, '80{Enter}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBe(null));
  expect(calls).toEqual([
    { name: 'alert.set-rule', params: { rule: 3, choice: { ...usualAlertChoice('container-memory'), threshold: 80 } } },
  ]);
});

it('says that nothing is watched without rules', () => {
  show({ rules: [], alerts: [] });
  expect(screen.getByText('Nothing is watched')).toBeTruthy();
});
