// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useContainers } from '../../features/containers/containers.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { closeDialog, openDialog, useDialog } from '../../window/dialogs.ts';
import { CommandPalette } from './command-palette.tsx';

let calls: ReturnType<typeof recordCalls>;

beforeEach(() => {
  // happy-dom lays nothing out, so that there is nothing to scroll to.
  Element.prototype.scrollIntoView = vi.fn();
  calls = recordCalls();
  useContainers.setState({
    byName: new Map(['web', 'staging'].map((name) => [name, someContainer(name)])),
  });
  openDialog({ kind: 'palette' });
  render(<CommandPalette />);
});

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
  window.location.hash = '';
});

const type = (text: string) => userEvent.type(screen.getByRole('combobox'), text);

it.each([
  ['web{Enter}', '#/containers/web/overview'],
  ['go to denials{Enter}', '#/denials'],
  ['terminal web{Enter}', '#/containers/web/terminal'],
  ['web logs{Enter}', '#/containers/web/logs'],
  ['snapshots web{Enter}', '#/containers/web/snapshots'],
  ['drill{Enter}', '#/isolation/drill'],
  ['local changes{Enter}', '#/local-changes'],
])('%s opens a place, and closes the palette', async (keys, hash) => {
  await type(keys);
  expect([window.location.hash, useDialog.getState().dialog.kind]).toEqual([hash, 'none']);
});

it.each([
  ['start staging{Enter}', 'container.start', { name: 'staging' }],
  ['stop web{Enter}', 'container.stop', { name: 'web', force: false }],
  ['web freeze{Enter}', 'container.freeze', { name: 'web' }],
  ['restart web{Enter}', 'container.restart', { name: 'web' }],
])('%s runs the command', async (keys, name, params) => {
  await type(keys);
  await expect.poll(() => calls).toEqual([{ name, params }]);
});

it.each([
  ['limits web{Enter}', { kind: 'limits', names: ['web'] }],
  ['remove web{Enter}', { kind: 'remove', names: ['web'] }],
  ['kill web{Enter}', { kind: 'confirm', change: 'kill', names: ['web'] }],
])('%s opens the dialog of the menu (window M8)', async (keys, dialog) => {
  await type(keys);
  expect([useDialog.getState().dialog, calls]).toEqual([dialog, []]);
});

it('offers only what can be done, of the containers that are named', async () => {
  expect(screen.queryByText('web: Restart')).toBe(null);
  await type('web staging');
  expect([screen.queryByText('web: Start'), screen.queryByText('staging: Stop')]).toEqual([null, null]);
});

it('opens the form of a new container', async () => {
  await userEvent.click(screen.getByText('Create a container'));
  expect(useDialog.getState().dialog.kind).toBe('create');
});

it('says that nothing matches', async () => {
  await type('zzzz');
  expect(screen.getByText('No matches')).toBeTruthy();
});
