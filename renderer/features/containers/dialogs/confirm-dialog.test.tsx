// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clearHostStores } from '../../../host/host-stores.ts';
import { recordCalls } from '../../../testing/record-calls.ts';
import { someContainer } from '../../../testing/some-containers.ts';
import { closeDialog, useDialog } from '../../../window/dialogs.ts';
import { useNotifications } from '../../../window/notifications.ts';
import { changeSettings, initialSettings, useSettings } from '../../../window/preferences.ts';
import { changeState } from '../states/change-state.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { useContainers } from '../containers.ts';

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const notice = () => useNotifications.getState().notifications.at(-1);

beforeEach(() => useNotifications.setState({ notifications: [] }));
afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
});

it.each([
  ['web', 'container.stop', { name: 'web', force: true }],
  ['legacy-intranet', 'isolation.kill', { name: 'legacy-intranet' }],
])('kills %s only after the answer', async (container, name, params) => {
  const calls = recordCalls({ [name]: () => ({}) });
  useContainers.setState({ byName: new Map([[container, someContainer(container)]]) });
  render(<ConfirmDialog change="kill" names={[container]} />);
  expect(calls).toEqual([]);
  await press('Kill');
  expect(calls).toEqual([{ name, params }]);
});

it('names those that it stops and those that are left out', async () => {
  const calls = recordCalls();
  render(
    <ConfirmDialog change="stop" names={['web', 'db']} omitted={[{ name: 'staging', reason: 'It is not running.' }]} />,
  );
  expect(screen.getByRole('dialog', { name: 'Stop 2 containers' }).textContent).toMatch(
    /webdbstaging is left out: It is not running\./,
  );
  await press('Stop');
  expect(calls.map(({ name }) => name)).toEqual(['container.stop', 'container.stop']);
});

it('a change of one that asks nothing is made at once, and a stopped one starts again by one press (window B4)', async () => {
  const calls = recordCalls({ 'container.stop': () => ({}), 'container.start': () => ({}) });
  changeState('stop', { names: ['web'] });
  await expect.poll(() => notice()?.text).toBe('Container web was stopped.');
  expect([useDialog.getState().dialog.kind, notice()?.action?.label]).toEqual(['none', 'Start']);
  notice()?.action?.run();
  await expect.poll(() => calls.at(-1)).toEqual({ name: 'container.start', params: { name: 'web' } });
});

it('asks no more for what a person does not want to be asked about, and offers that for no kill', async () => {
  recordCalls();
  render(<ConfirmDialog change="restart" names={['web', 'db']} />);
  await userEvent.click(screen.getByRole('checkbox', { name: 'Do not ask again' }));
  expect(useSettings.getState()['confirm.restart']).toBe('ask');
  await press('Restart');
  expect(useSettings.getState()['confirm.restart']).toBe('act');
  changeSettings(initialSettings());
  cleanup();
  render(<ConfirmDialog change="kill" names={['web', 'db']} />);
  expect(screen.queryByRole('checkbox')).toBeNull();
});
