// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { useContainers } from '../../features/containers/containers.ts';
import { closeDrawer, openDenial, useDrawer } from '../../features/denials/drawer.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { SearchField } from '../../ui/search/search-field.tsx';
import { closeDialog, useDialog } from '../../window/dialogs.ts';
import { closeHelp, useHelp } from '../../window/help.ts';
import { replaceRoute } from '../../window/location.ts';
import { useKeyboard } from './use-keyboard.ts';

function Page() {
  useKeyboard();
  return (
    <>
      <SearchField label="Filter" placeholder="" value="" onChange={() => undefined} />
      <div data-rows>
        <div role="row" tabIndex={0}>
          web
        </div>
      </div>
    </>
  );
}

beforeEach(() => {
  render(<Page />);
});

afterEach(() => {
  cleanup();
  closeDialog();
  closeDrawer();
  closeHelp();
  clearHostStores();
  window.location.hash = '';
});

it.each([
  ['gc', '#/containers'],
  ['gd', '#/denials'],
  ['gi', '#/isolation'],
])('the keys %s lead to %s', async (keys, hash) => {
  await userEvent.keyboard(keys);
  expect(window.location.hash).toBe(hash);
});

it.each([
  ['n', 'create'],
  ['?', 'keys'],
  ['{Control>}k{/Control}', 'palette'],
])('the key %s opens the dialog %s', async (keys, kind) => {
  await userEvent.keyboard(keys);
  expect(useDialog.getState().dialog.kind).toBe(kind);
});

it('the slash goes to the filter, where single keys are text', async () => {
  await userEvent.keyboard('/n');
  expect([document.activeElement, useDialog.getState().dialog.kind]).toEqual([
    screen.getByRole('searchbox', { name: 'Filter' }),
    'none',
  ]);
});

it('the arrow keys go to the rows while nothing has the focus (window 30)', async () => {
  await userEvent.keyboard('{ArrowDown}');
  expect(document.activeElement).toBe(screen.getByRole('row', { name: 'web' }));
});

it('Escape closes the details', async () => {
  openDenial('key');
  await userEvent.keyboard('{Escape}');
  expect(useDrawer.getState().content.kind).toBe('none');
});

it.each([
  ['t', '#/containers/web/terminal'],
  ['l', '#/containers/web/logs'],
])('on the page of a container %s is about it', async (key, hash) => {
  replaceRoute({ page: 'container', name: 'web', tab: 'overview' });
  await userEvent.keyboard(key);
  expect(window.location.hash).toBe(hash);
});

it('no letter asks a host for anything, neither on the page of a container nor in a list (window B4)', async () => {
  const calls = recordCalls();
  useContainers.setState({ byName: new Map([['web', someContainer('web')]]) });
  for (const route of [
    { page: 'container', name: 'web', tab: 'overview' },
    { page: 'containers', filter: '' },
  ] as const)
    for (const letter of 'abcdefghijklmnopqrstuvwxyz0123456789') {
      closeDialog();
      replaceRoute(route);
      await userEvent.keyboard(letter);
    }
  expect(calls).toEqual([]);
});

it('F1 opens and closes the help, also while one types, and over a dialog where it was pressed in one', async () => {
  await userEvent.click(screen.getByRole('searchbox', { name: 'Filter' }));
  await userEvent.keyboard('{F1}');
  expect(useHelp.getState()).toMatchObject({ isOpen: true, isOverDialog: false });
  await userEvent.keyboard('{F1}');
  expect(useHelp.getState().isOpen).toBe(false);
  render(
    <div role="dialog">
      <button type="button">Inside</button>
    </div>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Inside' }));
  await userEvent.keyboard('{F1}');
  expect(useHelp.getState()).toMatchObject({ isOpen: true, isOverDialog: true });
});

it('leaves F1 to a program in a terminal', async () => {
  render(
    <div className="xterm">
      <button type="button">Terminal</button>
    </div>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Terminal' }));
  await userEvent.keyboard('{F1}');
  expect(useHelp.getState().isOpen).toBe(false);
});
