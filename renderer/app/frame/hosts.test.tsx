// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BulkheadBridge, HostEntry } from '../../../contract/bridge.ts';
import { leaveHost, retryNow, switchHost, useConnection } from '../../host/connection.ts';
import { startWindow, useWindow } from '../../host/main-process.ts';
import { disconnect } from '../../testing/record-calls.ts';
import { closeDialog, openDialog, useDialog } from '../../window/dialogs.ts';
import { AddHostDialog } from './add-host-dialog.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { HostList } from './host-list.tsx';
import { ThemeButton } from './theme-button.tsx';

const entry = (id: string, isRemovable: boolean): HostEntry =>
  ({ id, label: id, isRemovable, state: { status: 'idle' } }) as HostEntry;

let hosts: HostEntry[];
let themes: string[];

const bridge: BulkheadBridge = {
  about: async () => ({ initialHost: undefined }) as never,
  hosts: {
    list: async () => hosts,
    async add(address) {
      if (!address.startsWith('ssh://edge')) throw new Error('cannot read the address: write ssh://user@host');
      hosts.push(entry(address, true));
      return entry(address, true);
    },
    async remove(id) {
      hosts = hosts.filter((host) => host.id !== id);
    },
    onChange: () => () => undefined,
    check: async () => [],
    open: () => undefined,
  },
  theme: {
    get: async () => ({ choice: 'system', isDark: false }),
    async set(choice) {
      themes.push(choice);
      return { choice, isDark: choice === 'dark' };
    },
    onChange: () => () => undefined,
  },
  reports: { save: async () => undefined },
  alerts: { show: async () => undefined, setCount: async () => undefined, onPress: () => () => undefined },
  charts: { saveTable: async () => undefined, savePicture: async () => undefined },
};

beforeEach(async () => {
  localStorage.clear();
  hosts = [entry('lab', false), entry('edge-1', true)];
  themes = [];
  useWindow.setState({ hostId: undefined });
  await startWindow(bridge);
});

afterEach(async () => {
  cleanup();
  closeDialog();
  await leaveHost();
});

const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));

describe('the list of hosts', () => {
  it('goes to another host', async () => {
    render(<HostList />);
    await press(/^edge-1/);
    expect(useWindow.getState().hostId).toBe('edge-1');
  });

  it('removes a host that was added, and keeps the others', async () => {
    render(<HostList />);
    expect(screen.queryByRole('button', { name: 'Remove host lab' })).toBe(null);
    await press('Remove host edge-1');
    await waitFor(() => expect(useWindow.getState().hosts.map(({ id }) => id)).toEqual(['lab']));
  });

  it('asks for the address of another', async () => {
    render(<HostList />);
    await press('Add host');
    expect(useDialog.getState().dialog.kind).toBe('add-host');
  });
});

describe('adding a host', () => {
  it('goes there, and closes the dialog', async () => {
    openDialog({ kind: 'add-host' });
    render(<AddHostDialog />);
    await userEvent.type(screen.getByRole('textbox', { name: 'Address' }), 'edge-2{Enter}');
    await waitFor(() => expect(useDialog.getState().dialog.kind).toBe('none'));
    expect(useWindow.getState().hostId).toBe('ssh://edge-2');
  });

  it('says why an address cannot be used', async () => {
    render(<AddHostDialog />);
    await userEvent.type(screen.getByRole('textbox', { name: 'Address' }), 'nowhere');
    await press('Add');
    expect(await screen.findByText('Cannot read the address: write ssh://user@host.')).toBeTruthy();
  });
});

describe('a lost connection', () => {
  it('says why, and offers to try at once', async () => {
    disconnect();
    render(<ConnectionBanner />);
    expect(screen.getByRole('alert').textContent).toMatch(/No connection to lab: no route\. Showing data/);
    expect(screen.getByRole('button', { name: 'Try now' })).toBeTruthy();
  });

  it('is tried at once when that is pressed', async () => {
    const attempts = vi.fn();
    const isLost = (attempt: number) =>
      waitFor(() => expect(useConnection.getState().connection).toMatchObject({ status: 'lost', attempt }));
    await switchHost('lab', async () => {
      attempts();
      throw new Error('no route');
    });
    for (const attempt of [1, 2, 3]) {
      await isLost(attempt);
      retryNow();
    }
    // The next attempt would be eight seconds away.
    await isLost(4);
    render(<ConnectionBanner />);
    await press('Try now');
    await waitFor(() => expect(attempts).toHaveBeenCalledTimes(5));
  });
});

it('the theme changes from system to light', async () => {
  render(<ThemeButton />);
  await press('Theme: system');
  expect(themes).toEqual(['light']);
});
