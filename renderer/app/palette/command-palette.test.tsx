// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useContainers } from '../../features/containers/containers.ts';
import { useImages } from '../../features/images/images.ts';
import { endAsking, useAskedWorkspace } from '../../features/workspace/asked-workspace.ts';
import { type SavedWorkspace, useSavedWorkspaces } from '../../features/workspace/saved-workspaces.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { seedImages } from '../../testing/fake/images/seed-images.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { closeDialog, openDialog, useDialog } from '../../window/dialogs.ts';
import { CommandPalette } from './command-palette.tsx';

let calls: ReturnType<typeof recordCalls>;

beforeEach(() => {
  // happy-dom lays nothing out, so that there is nothing to scroll to.
  Element.prototype.scrollIntoView = vi.fn();
  calls = recordCalls();
  useImages.setState({ images: seedImages(0).map((image) => ({ ...image, usedBy: [] })) });
  useContainers.setState({
    byName: new Map([
      ['web', someContainer('web', { categories: ['c3', 'c4'], tags: ['prod'] })],
      ['staging', someContainer('staging', { categories: ['c3', 'c40'] })],
    ]),
  });
  openDialog({ kind: 'palette' });
  render(<CommandPalette />);
});

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
  endAsking();
  useSavedWorkspaces.setState({ saved: [] });
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
  ['c3,c4{Enter}', '#/containers/web/security'],
  ['prod{Enter}', '#/containers?filter=tag%3Aprod'],
  ['image debian-13-web{Enter}', '#/images?filter=debian-13-web'],
])('%s opens a place, and closes the palette', async (keys, hash) => {
  await type(keys);
  expect([window.location.hash, useDialog.getState().dialog.kind]).toEqual([hash, 'none']);
});

it.each([
  ['night{Enter}', { kind: 'open', name: 'night' }],
  ['saved workspaces{Enter}', { kind: 'list' }],
])('%s leads to saved workspaces', async (keys, asked) => {
  const workspace: SavedWorkspace['workspace'] = { layout: { kind: 'pane', id: 1 }, active: 1, panes: [] };
  act(() => useSavedWorkspaces.setState({ saved: [{ name: 'night', workspace }] }));
  await type(keys);
  expect([window.location.hash, useAskedWorkspace.getState().asked]).toEqual(['#/workspace', asked]);
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

it('offers all that has a category, and none for other words', async () => {
  await type('c3');
  expect(screen.getAllByText(/: categories/).map(({ textContent }) => textContent)).toEqual([
    'web: categories c3,c4',
    'staging: categories c3,c40',
  ]);
  await type(' web');
  expect(screen.queryByText(/: categories/)).toBeNull();
});

it('says that nothing matches', async () => {
  await type('zzzz');
  expect(screen.getByText('No matches')).toBeTruthy();
});
