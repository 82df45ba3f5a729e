// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { clearHostStores } from '../../../host/host-stores.ts';
import { recordCalls } from '../../../testing/record-calls.ts';
import { someContainer } from '../../../testing/some-containers.ts';
import { closeDialog, openDialog, useDialog } from '../../../window/dialogs.ts';
import { useContainers } from '../containers.ts';
import { RemoveDialog } from './remove-dialog.tsx';

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

function show(...names: string[]): ReturnType<typeof recordCalls> {
  useContainers.setState({ byName: new Map(names.map((name) => [name, someContainer(name)])) });
  openDialog({ kind: 'remove', names });
  render(<RemoveDialog names={names} />);
  return recordCalls();
}

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
});

it('removes a stopped container once its name is typed, by Enter too', async () => {
  const calls = show('staging');
  await press('Remove');
  expect((await screen.findByRole('tooltip')).textContent).toBe('Type the name above to confirm.');
  expect(calls).toEqual([]);
  const name = screen.getByRole('textbox', { name: 'Container name' });
  await userEvent.type(name, 'stagin{Enter}');
  expect(calls).toEqual([]);
  await userEvent.type(name, 'g{Enter}');
  expect(calls).toEqual([{ name: 'container.remove', params: { name: 'staging', force: false } }]);
  expect(useDialog.getState().dialog.kind).toBe('none');
});

it('stops a running container first only when that is chosen', async () => {
  const calls = show('web');
  await userEvent.type(screen.getByRole('textbox', { name: 'Container name' }), 'web');
  await press('Remove');
  expect((await screen.findByRole('tooltip')).textContent).toBe('It is running. Choose to stop it first.');
  expect(calls).toEqual([]);
  await userEvent.click(screen.getByRole('checkbox', { name: 'Stop web first, without letting programs save' }));
  await press('Remove');
  expect(calls).toEqual([{ name: 'container.remove', params: { name: 'web', force: true } }]);
});

it('asks for a number when several are removed, and removes each', async () => {
  const calls = show('staging', 'web');
  await userEvent.click(screen.getByRole('checkbox', { name: /^Stop web first/ }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Confirmation' }), 'remove 2');
  await press('Remove');
  expect(calls.map(({ params }) => params)).toEqual([
    { name: 'staging', force: true },
    { name: 'web', force: true },
  ]);
});

it('removes nothing when it is cancelled', async () => {
  const calls = show('staging');
  await press('Cancel');
  expect([calls, useDialog.getState().dialog.kind]).toEqual([[], 'none']);
});

it('says which of the chosen ones are left out, and why', () => {
  const omitted = ['cache', 'a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name, reason: 'Its original is kept.' }));
  useContainers.setState({ byName: new Map([['staging', someContainer('staging')]]) });
  render(<RemoveDialog names={['staging']} omitted={omitted} />);
  const note = screen.getByRole('note').textContent;
  expect(note).toContain('cache is left out: Its original is kept.');
  expect(note).toContain('2 more are left out.');
});
