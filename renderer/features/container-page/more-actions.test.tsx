// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { clearHostStores } from '../../host/host-stores.ts';
import { startOperation } from '../../host/operations.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { closeDialog, useDialog } from '../../window/dialogs.ts';
import { drillSubject } from '../drill/drill-store.ts';
import { MoreActions } from './more-actions.tsx';

async function open(name: string): Promise<void> {
  render(<MoreActions container={someContainer(name)} isConnected busy={undefined} />);
  await userEvent.click(screen.getByRole('button', { name: 'More actions' }));
}

const choose = (name: RegExp) => userEvent.click(screen.getByRole('menuitem', { name }));

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
});

it.each([
  ['web', /^Freeze/, 'container.freeze', { name: 'web' }],
  ['metrics', /^Unfreeze/, 'container.unfreeze', { name: 'metrics' }],
])('of %s: %s', async (container, action, name, params) => {
  const calls = recordCalls();
  await open(container);
  await choose(action);
  await expect.poll(() => calls).toEqual([{ name, params }]);
});

it('moves one of Incus to another member where it has one', async () => {
  recordCalls();
  const own = someContainer('web', { engine: 'incus', member: 'one', isManaged: true });
  render(<MoreActions container={own} isConnected busy={undefined} />);
  await userEvent.click(screen.getByRole('button', { name: 'More actions' }));
  await choose(/^Move to another member/);
  expect(useDialog.getState().dialog).toEqual({ kind: 'copy-container', name: 'web' });
});

it('asks before it kills (window B3)', async () => {
  const calls = recordCalls();
  await open('web');
  await choose(/^Kill…/);
  expect([useDialog.getState().dialog, calls]).toEqual([{ kind: 'confirm', change: 'kill', names: ['web'] }, []]);
});

it('asks before it removes (window m10)', async () => {
  const calls = recordCalls();
  await open('web');
  await choose(/^Remove…/);
  expect([useDialog.getState().dialog, calls]).toEqual([{ kind: 'remove', names: ['web'] }, []]);
});

it('asks before the isolation is tested', async () => {
  const calls = recordCalls();
  await open('web');
  await choose(/^Test isolation/);
  expect([useDialog.getState().dialog, calls]).toEqual([{ kind: 'container-drill', name: 'web' }, []]);
});

it('opens the form for another container with the choices of this one', async () => {
  recordCalls();
  await open('web');
  await choose(/^Create another like this/);
  expect(useDialog.getState().dialog).toEqual({ kind: 'create', like: 'web' });
});

it('says below an action why it cannot be used', async () => {
  await open('staging');
  const item = screen.getByRole('menuitem', { name: /^Freeze/ });
  expect([item.getAttribute('aria-disabled'), item.textContent]).toEqual(['true', 'FreezeIt is not running.']);
});

it('does not test the isolation while a drill is running', async () => {
  startOperation({
    title: 'Running the isolation drill',
    subject: drillSubject,
    activeLabel: 'running',
    canCancel: true,
    run: () => new Promise(() => undefined),
  });
  await open('web');
  expect(screen.getByRole('menuitem', { name: /^Test isolation/ }).textContent).toMatch(/A drill is running/);
});
