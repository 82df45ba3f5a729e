// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { disconnect, recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { closeDialog, useDialog } from '../../window/dialogs.ts';
import { TipArea } from '../../ui/tip-area.tsx';
import { useContainers } from '../containers/containers.ts';
import { RowActions } from './row-actions.tsx';
import { RowMenu } from './row-menu.tsx';

const menu = vi.fn();
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

function show(container: Container, isConnected = true, busy?: string): void {
  useContainers.setState({ byName: new Map([[container.name, container]]) });
  if (!isConnected) disconnect();
  render(
    <TipArea>
      <RowActions container={container} isConnected={isConnected} busy={busy} tabIndex={0} onMenu={menu} />
    </TipArea>,
  );
}

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
  window.location.hash = '';
});

describe('the actions of a row', () => {
  it('start a stopped container', async () => {
    const calls = recordCalls();
    show(someContainer('staging'));
    await press('Start staging');
    await expect.poll(() => calls).toEqual([{ name: 'container.start', params: { name: 'staging' } }]);
  });

  it('stop a running container, letting its programs save', async () => {
    const calls = recordCalls();
    show(someContainer('web'));
    await press('Stop web');
    await expect.poll(() => calls).toEqual([{ name: 'container.stop', params: { name: 'web', force: false } }]);
  });

  it('each name the container', () => {
    show(someContainer('web'));
    expect(screen.getAllByRole('button').map((button) => button.getAttribute('aria-label'))).toEqual([
      'Open terminal in web',
      'Stop web',
      'More actions for web',
    ]);
  });

  it('open a terminal on the page of the container', async () => {
    show(someContainer('web'));
    await press('Open terminal in web');
    expect(window.location.hash).toBe('#/containers/web/terminal');
  });

  it.each([
    ['Stop web', someContainer('web'), false, undefined, 'There is no connection to the host.'],
    ['Stop web', someContainer('web'), true, 'stopping', 'web is stopping. Wait until that has ended.'],
    ['Open terminal in metrics', someContainer('metrics'), true, undefined, 'It is frozen. Unfreeze it first.'],
    [
      'Stop legacy-intranet',
      someContainer('legacy-intranet'),
      true,
      undefined,
      'Bulkhead did not create this container. Adopt it, or use lxc-* on the host.',
    ],
  ] as const)('%s says why it cannot be used', async (name, container, isConnected, busy, reason) => {
    const calls = recordCalls();
    show(container, isConnected, busy);
    await press(name);
    expect((await screen.findByRole('tooltip')).textContent).toBe(reason);
    expect(calls).toEqual([]);
  });
});

describe('the menu of a row', () => {
  async function open(container: Container): Promise<void> {
    useContainers.setState({ byName: new Map([[container.name, container]]) });
    render(<RowMenu name={container.name} anchor={document.body} onClose={vi.fn()} />);
    await screen.findByRole('menu');
  }
  const choose = (name: RegExp) => userEvent.click(screen.getByRole('menuitem', { name }));

  it.each([
    ['web', /^Restart/, 'container.restart', { name: 'web' }],
    ['web', /^Freeze/, 'container.freeze', { name: 'web' }],
    ['metrics', /^Unfreeze/, 'container.unfreeze', { name: 'metrics' }],
  ])('of %s: %s', async (container, action, name, params) => {
    const calls = recordCalls();
    await open(someContainer(container));
    await choose(action);
    await expect.poll(() => calls).toEqual([{ name, params }]);
  });

  it.each([
    [/^Remove…/, { kind: 'remove', names: ['web'] }],
    [/^Kill…/, { kind: 'confirm', change: 'kill', names: ['web'] }],
  ])('asks first: %s (window B3)', async (action, dialog) => {
    const calls = recordCalls();
    await open(someContainer('web'));
    await choose(action);
    expect([useDialog.getState().dialog, calls]).toEqual([dialog, []]);
  });
});
