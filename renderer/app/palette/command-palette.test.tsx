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
])('%s opens a place, and closes the palette', async (keys, hash) => {
  await type(keys);
  expect([window.location.hash, useDialog.getState().dialog.kind]).toEqual([hash, 'none']);
});

it.each([
  ['start staging{Enter}', 'container.start', { name: 'staging' }],
  ['stop web{Enter}', 'container.stop', { name: 'web', force: false }],
])('%s runs the command', async (keys, name, params) => {
  await type(keys);
  expect(calls).toEqual([{ name, params }]);
});

it('offers only what can be done', () => {
  expect(screen.queryByText('Start web')).toBe(null);
  expect(screen.queryByText('Stop staging')).toBe(null);
});

it('opens the form of a new container', async () => {
  await userEvent.click(screen.getByText('Create a container'));
  expect(useDialog.getState().dialog.kind).toBe('create');
});

it('says that nothing matches', async () => {
  await type('zzzz');
  expect(screen.getByText('No matches')).toBeTruthy();
});
