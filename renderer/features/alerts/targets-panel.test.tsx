// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import { type AlertTarget, webhookSecretSchema } from '../../../contract/model/alerts/alert-target.ts';
import { disconnect, recordCalls } from '../../testing/record-calls.ts';
import { useNotifications } from '../../window/notifications.ts';
import { TargetsPanel } from './targets-panel.tsx';

const now = Date.now() / 1000;
const mail: AlertTarget = {
  id: 1,
  name: 'Operators',
  route: { by: 'mail', to: ['ops@example.org'] },
  isCriticalOnly: false,
  withEnds: true,
  isEnabled: true,
  mutedUntil: null,
  waiting: 0,
  nextAttemptAt: null,
  last: null,
};
const webhook: AlertTarget = {
  ...mail,
  id: 2,
  name: 'Chat',
  route: { by: 'webhook', origin: 'https://hooks.example', isSigned: true },
};
const url = 'https://hooks.example/t0ken';

beforeEach(() => useNotifications.setState({ notifications: [] }));
afterEach(cleanup);

function show(targets: AlertTarget[], answers: Parameters<typeof recordCalls>[0] = {}) {
  const calls = recordCalls({ 'alert.set-target': () => mail, 'alert.mute-target': () => mail, ...answers });
  render(<TargetsPanel state={{ rules: [], alerts: [], targets }} now={now} />);
  return calls;
}

const press = (name: string | RegExp, role = 'button') => userEvent.click(screen.getByRole(role, { name }));
const field = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name });
const choose = async (list: string, option: string) => {
  await userEvent.click(screen.getByRole('combobox', { name: list }));
  await press(option, 'option');
};
async function fill(name: string, text: string): Promise<void> {
  await userEvent.click(field(name));
  await userEvent.paste(text);
}
const texts = () => useNotifications.getState().notifications.map(({ text }) => text);
const isOff = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name }).disabled;

it('says without targets that alerts are seen only in a window, and adds a mail by the keyboard', async () => {
  const calls = show([]);
  await press('Add the first target');
  await fill('To', 'ops@example.org, root');
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBe(null));
  const route = { by: 'mail', to: ['ops@example.org', 'root'] };
  const choice = { name: 'ops@example.org', route, isCriticalOnly: false, withEnds: true, isEnabled: true };
  expect(calls).toEqual([{ name: 'alert.set-target', params: { choice } }]);
});

it('says what is wrong with an address before it is saved', async () => {
  show([]);
  await press('Add target');
  await fill('To', 'ops@example.org -froot');
  expect(screen.getByText('-froot is no mail address, nor the name of a user of the host.')).toBeTruthy();
  expect(isOff('Add')).toBe(true);
  await press('Webhook');
  await fill('Address', 'http://example.org');
  expect(screen.getByText(/^Enter an address that begins https/)).toBeTruthy();
  expect(isOff('Add')).toBe(true);
});

it('adds a signed webhook with a generated secret, for critical alerts without their ends', async () => {
  const calls = show([]);
  await press('Add target');
  await press('Webhook');
  await fill('Address', url);
  await choose('Signature', 'A new secret');
  expect(isOff('Add')).toBe(true);
  await press('Generate');
  const secret = field('Secret').value;
  expect(webhookSecretSchema().safeParse(secret).success).toBe(true);
  await choose('Alerts', 'Critical alerts only');
  await press('Also when an alert is over', 'switch');
  await press('Add');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBe(null));
  const choice = { name: 'hooks.example', isCriticalOnly: true, withEnds: false, isEnabled: true };
  expect(calls).toEqual([
    { name: 'alert.set-target', params: { choice: { ...choice, route: { by: 'webhook', url, secret } } } },
  ]);
});

it('changes a webhook without asking for its address or its secret again', async () => {
  const calls = show([webhook]);
  await press('Chat');
  const dialog = within(screen.getByRole('dialog'));
  expect(dialog.getByPlaceholderText('https://hooks.example/… (unchanged)')).toBeTruthy();
  await userEvent.clear(field('Name'));
  await fill('Name', 'Night shift');
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBe(null));
  const choice = { name: 'Night shift', isCriticalOnly: false, withEnds: true, isEnabled: true };
  expect(calls).toEqual([
    { name: 'alert.set-target', params: { target: 2, choice: { ...choice, route: { by: 'webhook' } } } },
  ]);
});

it('says that another address does not get the present secret', async () => {
  show([webhook]);
  await press('Chat');
  await fill('Address', url);
  expect(screen.getByText(/^Another address does not get the present secret/)).toBeTruthy();
});

it('switches a target off, mutes and removes it, and undoes the removal of a mail', async () => {
  const calls = show([mail]);
  await press('Operators: on', 'switch');
  for (const item of [/^Mute for 1 hour/, /^Remove/]) {
    await press('Actions of Operators');
    await press(item, 'menuitem');
  }
  await waitFor(() => expect(texts()).toEqual(['The target Operators was removed.']));
  useNotifications.getState().notifications.at(-1)?.action?.run();
  const { name, route, isCriticalOnly, withEnds, isEnabled } = mail;
  const choice = { name, route, isCriticalOnly, withEnds, isEnabled };
  expect(calls).toEqual([
    { name: 'alert.set-target', params: { target: 1, choice: { ...choice, isEnabled: false } } },
    { name: 'alert.mute-target', params: { target: 1, seconds: 3600 } },
    { name: 'alert.remove-target', params: { target: 1 } },
    { name: 'alert.set-target', params: { choice } },
  ]);
});

it('sends a test, and says what came of it', async () => {
  const last = { at: now, outcome: 'sent', alerts: 0, detail: 'a mail given to sendmail' } as const;
  let answer = (): AlertTarget => ({ ...mail, last });
  show([mail], { 'alert.try-target': () => answer() });
  const send = async () => {
    await press('Actions of Operators');
    await press(/^Send a test/, 'menuitem');
  };
  await send();
  await waitFor(() => expect(texts()).toEqual(['The test to Operators was sent: a mail given to sendmail.']));
  answer = () => {
    throw new Failure('alert-not-sent', { name: 'Operators', reason: 'there is no mail program' });
  };
  await send();
  await waitFor(() => expect(texts()[1]).toBe('Cannot send alerts to Operators: there is no mail program.'));
});

it('shows how the last message went, what waits, and what is muted', async () => {
  const last = { at: now - 60, outcome: 'failed', alerts: 2, detail: 'https://hooks.example answered 503' } as const;
  show([{ ...webhook, last, waiting: 5, nextAttemptAt: now + 600, mutedUntil: now + 3600 }]);
  const row = screen.getByRole('row', { name: /Chat/ }).textContent;
  for (const text of ['https://hooks.example, signed', 'failed', '2 alerts', 'answered 503', 'muted until'])
    expect(row).toContain(text);
  expect(row).toContain('5 alerts wait, next attempt in 10 min');
  await press('Actions of Chat');
  expect(screen.getByRole('menuitem', { name: /^Unmute/ })).toBeTruthy();
});

it('says why nothing can be changed without a connection', () => {
  show([mail]);
  cleanup();
  disconnect();
  render(<TargetsPanel state={{ rules: [], alerts: [], targets: [mail] }} now={now} />);
  expect(screen.getByRole('button', { name: 'Add target' }).getAttribute('aria-disabled')).toBe('true');
});
