// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { closeDialog, useDialog } from '../../window/dialogs.ts';
import { RowActions } from './row-actions.tsx';

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

function show(container: Container, isConnected = true, busy?: string): void {
  render(<RowActions container={container} isConnected={isConnected} busy={busy} />);
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
    await press('Start');
    expect(calls).toEqual([{ name: 'container.start', params: { name: 'staging' } }]);
  });

  it('stop a running container, letting its programs save', async () => {
    const calls = recordCalls();
    show(someContainer('web'));
    await press('Stop');
    expect(calls).toEqual([{ name: 'container.stop', params: { name: 'web', force: false } }]);
  });

  it('open the dialog before they remove', async () => {
    const calls = recordCalls();
    show(someContainer('web'));
    await press('Remove');
    expect([useDialog.getState().dialog, calls]).toEqual([{ kind: 'remove', names: ['web'] }, []]);
  });

  it('open a terminal on the page of the container', async () => {
    show(someContainer('web'));
    await press('Open terminal');
    expect(window.location.hash).toBe('#/containers/web/terminal');
  });

  it.each([
    ['Start', someContainer('web'), true, undefined, 'It is already running.'],
    ['Stop', someContainer('staging'), true, undefined, 'It is not running.'],
    ['Stop', someContainer('web'), false, undefined, 'There is no connection to the host.'],
    ['Stop', someContainer('web'), true, 'stopping', 'web is stopping. Wait until that has ended.'],
    [
      'Remove',
      someContainer('legacy-intranet'),
      true,
      undefined,
      'Bulkhead did not create this container. Use lxc-* on the host.',
    ],
    ['Open terminal', someContainer('metrics'), true, undefined, 'It is frozen. Unfreeze it first.'],
  ] as const)('%s says why it cannot be used', async (name, container, isConnected, busy, reason) => {
    const calls = recordCalls();
    show(container, isConnected, busy);
    await press(name);
    expect((await screen.findByRole('tooltip')).textContent).toBe(reason);
    expect(calls).toEqual([]);
  });
});
