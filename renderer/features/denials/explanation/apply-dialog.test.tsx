// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { Client } from '../../../../rpc/client.ts';
import { clearHostStores } from '../../../host/host-stores.ts';
import { useApplied } from './applied-remedies.ts';
import { useConnection } from '../../../host/connection.ts';
import { explanationFor, useExplanations } from './explanations.ts';
import { ApplyDialog } from './apply-dialog.tsx';
import { undoChange } from './remedies.ts';
import { useNotifications } from '../../../window/notifications.ts';
import { replayOfBoolean } from '../../../testing/fake/policies/fake-replay.ts';
import { fakeChange } from '../../../../testing/models/change.ts';
import { fakeExplanation, fakeRemedy } from '../../../../testing/models/remedy.ts';

const target = { group: '0123456789abcdef', container: 'web' };
const remedy = fakeRemedy({ risk: { level: 'unknown', reason: 'Nobody knows.' } });
const change = fakeChange({ kind: 'module', summary: 'Allow it.', group: target.group, container: 'web' });
const allowed = fakeExplanation({ group: target.group, reason: { kind: 'allowed-now' } });

/** A helper that applies whatever it is target for. */
function connect(): unknown[] {
  const sent: unknown[] = [];
  const client = {
    request: async () => allowed,
    stream(_: string, params: unknown) {
      sent.push(params);
      return Object.assign((async function* () {})(), { result: Promise.resolve(change) });
    },
  } as unknown as Client;
  useConnection.setState({ connection: { status: 'connected', hostId: 'lab', client } });
  return sent;
}

afterEach(() => {
  cleanup();
  clearHostStores();
});

it('applies what nobody rated only after a second confirmation (window 1)', async () => {
  const sent = connect();
  render(<ApplyDialog target={target} remedy={remedy} />);
  const apply = screen.getByRole('button', { name: 'Apply' });
  fireEvent.click(apply);
  expect([apply.getAttribute('aria-disabled'), sent]).toEqual(['true', []]);
  fireEvent.click(screen.getByRole('checkbox'));
  fireEvent.click(apply);
  await waitFor(() =>
    expect(sent).toEqual([
      {
        ...target,
        remedy: 'own-rule',
        seen: { change: remedy.change, opensCount: 1, risk: 'unknown' },
        acceptsUnknown: true,
      },
    ]),
  );
});

it('keeps what was applied for the drawer, and asks the policy again (window 21)', async () => {
  connect();
  render(<ApplyDialog target={target} remedy={{ ...remedy, risk: { level: 'low', reason: 'Nothing.' } }} />);
  fireEvent.click(screen.getByRole('button', { name: 'Apply' }));
  await waitFor(() => expect(useApplied.getState().byGroup.get(target.group)).toEqual({ ...change, hostId: 'lab' }));
  await waitFor(() =>
    expect(explanationFor(useExplanations.getState(), target)).toEqual({ status: 'ready', explanation: allowed }),
  );
});

it('does not offer any more to undo what was undone from the drawer', async () => {
  connect();
  useNotifications.setState({ notifications: [] });
  render(<ApplyDialog target={target} remedy={{ ...remedy, risk: { level: 'low', reason: 'Nothing.' } }} />);
  fireEvent.click(screen.getByRole('button', { name: 'Apply' }));
  const offered = () => useNotifications.getState().notifications.map(({ action }) => action?.label);
  await waitFor(() => expect(offered()).toEqual(['Undo']));
  await undoChange(change);
  expect(offered()).toEqual([undefined]);
});

it('shows before a boolean is set what it would have allowed of what was recorded', async () => {
  const asked: unknown[] = [];
  const sets = { name: 'bulkhead_connect_mail', isOn: true };
  const replay = replayOfBoolean({ boolean: sets, days: 7 }, 1_700_000_000);
  const client = {
    request: async (name: string, params: unknown) => (asked.push([name, params]), replay),
  } as unknown as Client;
  useConnection.setState({ connection: { status: 'connected', hostId: 'lab', client } });
  render(<ApplyDialog target={target} remedy={fakeRemedy({ kind: 'boolean', sets })} />);
  const list = await screen.findByRole('list', { name: 'Would have been allowed' });
  expect(list.textContent).toContain('bulkhead_t sysfs_t:file { open read }');
  expect(asked).toEqual([['policy.replay', { boolean: sets, days: 7 }]]);
});
