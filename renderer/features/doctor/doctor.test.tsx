// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import 'vscode-jsonrpc/node';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { BulkheadBridge } from '../../../contract/bridge.ts';
import { Failure } from '../../../contract/errors.ts';
import type { HostCheck } from '../../../contract/model/host/host-check.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { useConnection } from '../../host/connection.ts';
import { startWindow, useWindow } from '../../host/main-process.ts';
import { connect } from '../../../rpc/connect.ts';
import { createMemoryTransports } from '../../../rpc/memory-transport.ts';
import { createFakeBridge } from '../../testing/fake/fake-bridge.ts';
import { createFakeHost, type FakeHostOptions } from '../../testing/fake/fake-host.ts';
import { serveFake } from '../../testing/fake/serve-fake.ts';
import { disconnect, recordCalls } from '../../testing/record-calls.ts';
import { useNotifications } from '../../window/notifications.ts';
import { FirstRun } from './first-run.tsx';
import { HostCheckLine } from './host-check-line.tsx';
import { HostCheckPage } from './host-check-page.tsx';
import { HostReportDialog } from './host-report-dialog.tsx';

const stops: (() => void)[] = [];

afterEach(() => {
  cleanup();
  clearHostStores();
  useConnection.setState({ connection: { status: 'none' } });
  useNotifications.setState({ notifications: [] });
  useWindow.setState({ hostId: undefined });
  for (const stop of stops.splice(0)) stop();
});

/** Connects the window to a fake host, over the real protocol. */
async function connectTo(options: Partial<FakeHostOptions> = {}): Promise<void> {
  const host = createFakeHost({ hostname: 'test', ...options });
  const [near, far] = createMemoryTransports();
  serveFake(host, far);
  const client = await connect(near);
  stops.push(client.close, host.stop);
  act(() => useConnection.setState({ connection: { status: 'connected', hostId: 'lab', client } }));
}

const warning: HostCheck = {
  id: 'clock',
  title: 'Clock',
  state: 'warn',
  message: 'The clock is not synchronised.',
  fix: { by: 'commands', summary: 'Set it.', commands: ['timedatectl set-ntp true', 'timedatectl'] },
};
const right: HostCheck = { id: 'kernel', title: 'Kernel', state: 'ok', message: 'Linux 6.12.', fix: null };
const answering = (checks: readonly HostCheck[]) => recordCalls({ 'doctor.check': () => ({ checks, checkedAt: 1 }) });
const titles = (list: HTMLElement): readonly (string | null | undefined)[] =>
  within(list)
    .getAllByRole('listitem')
    .map((item) => item.querySelector('b')?.textContent);

describe('the check of the host', () => {
  it('has what is to be fixed first, the worst at the top, and what is right below', async () => {
    await connectTo({ selinux: 'permissive', hasBridge: false });
    render(<HostCheckPage />);
    const wanting = await screen.findByRole('list', { name: 'Checks to fix' });
    expect(titles(wanting)).toEqual(['SELinux', 'Clock', "LXC's bridge"]);
    expect(titles(screen.getByRole('list', { name: 'Checks that are OK' }))).toContain('Kernel');
    expect(screen.getByText('1 failed')).toBeTruthy();
    expect(screen.getByText(/bulkheadctl selinux enforce/)).toBeTruthy();
  });

  it('has the helper fix what it can, and shows the check as it is then', async () => {
    await connectTo({ hasBridge: false });
    render(<HostCheckPage />);
    await userEvent.click(await screen.findByRole('button', { name: "Fix LXC's bridge" }));
    await waitFor(() => expect(screen.queryByRole('button', { name: "Fix LXC's bridge" })).toBeNull());
    expect(titles(screen.getByRole('list', { name: 'Checks that are OK' }))).toContain("LXC's bridge");
    expect(useNotifications.getState().notifications.map(({ tone }) => tone)).toEqual(['done']);
  });

  it('says why a fix did not help, and keeps the check', async () => {
    const fix = { by: 'helper', check: 'bridge', summary: 'Start it.' } as const;
    const bridge: HostCheck = { ...warning, id: 'bridge', title: 'Bridge', fix };
    recordCalls({
      'doctor.check': () => ({ checks: [bridge], checkedAt: 1 }),
      'doctor.fix': () => {
        throw new Failure('network-unavailable', { reason: 'lxc-net.service failed' });
      },
    });
    render(<HostCheckPage />);
    await userEvent.click(await screen.findByRole('button', { name: 'Fix Bridge' }));
    await waitFor(() => expect(useNotifications.getState().notifications).toHaveLength(1));
    expect(useNotifications.getState().notifications[0]?.text).toContain('lxc-net.service failed');
    expect(screen.getByRole('button', { name: 'Fix Bridge' })).toBeTruthy();
  });

  it('copies the commands', async () => {
    const user = userEvent.setup();
    answering([warning]);
    render(<HostCheckPage />);
    await user.click(await screen.findByRole('button', { name: 'Copy the commands' }));
    expect(await navigator.clipboard.readText()).toBe('timedatectl set-ntp true\ntimedatectl');
  });

  it('says that nothing is to be fixed', async () => {
    answering([right]);
    render(<HostCheckPage />);
    expect(await screen.findByText('Nothing to fix')).toBeTruthy();
  });

  it('says why it failed, and tries again', async () => {
    let isAllowed = false;
    recordCalls({
      'doctor.check': () => {
        if (!isAllowed) throw new Failure('too-busy', { limit: 'calls' });
        return { checks: [right], checkedAt: 1 };
      },
    });
    render(<HostCheckPage />);
    expect((await screen.findByRole('alert')).textContent).toContain('the limit of calls is reached');
    isAllowed = true;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Nothing to fix')).toBeTruthy();
  });

  it('asks once for a connection, however many parts show it, and again when it is pressed', async () => {
    const calls = answering([right]);
    render(
      <>
        <HostCheckPage />
        <HostCheckLine />
        <FirstRun />
      </>,
    );
    expect((await screen.findByText('nothing to fix')).className).toContain('good');
    expect(calls).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'Check again' }));
    await waitFor(() => expect(calls).toHaveLength(2));
  });
});

describe('the check of a host that is not reached', () => {
  const socket: HostCheck = { ...warning, id: 'socket', title: "Helper's socket", state: 'fail' };
  let asked: (readonly [string, string])[];

  async function startWith(checks: readonly HostCheck[]): Promise<void> {
    asked = [];
    const theme = { choice: 'system', isDark: false } as const;
    await startWindow({
      shell: { capabilities: [], language: 'en' },
      about: async () => ({ initialHost: undefined }) as never,
      hosts: {
        list: async () => [],
        onChange: () => () => undefined,
        check: async (id: string, reason: string) => (asked.push([id, reason]), checks),
      },
      // Tests of other files find this bridge too.
      alerts: { show: async () => undefined, setCount: async () => undefined, onPress: () => () => undefined },
      help: { onOpen: () => () => undefined },
      questions: { onChange: () => () => undefined, answer: async () => undefined },
      theme: { get: async () => theme, set: async () => theme, onChange: () => () => undefined },
    } as unknown as BulkheadBridge);
    useWindow.setState({ hostId: 'local' });
  }

  it('is made from this machine, and says so', async () => {
    await startWith([socket]);
    disconnect();
    render(<HostCheckPage />);
    expect(titles(await screen.findByRole('list', { name: 'Checks to fix' }))).toEqual(["Helper's socket"]);
    expect(screen.getByText(/from this machine: the helper is not reached/)).toBeTruthy();
    expect(asked).toEqual([['local', 'no route']]);
  });

  it('takes the place of what the helper said, and is no help for a first container', async () => {
    await startWith([socket]);
    answering([warning]);
    render(<FirstRun />);
    expect(await screen.findByText('Clock')).toBeTruthy();
    act(disconnect);
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(screen.queryByRole('list')).toBeNull();
  });

  it('is the words of the helper where that denies access', async () => {
    await startWith([socket]);
    act(() =>
      useConnection.setState({
        connection: { status: 'denied', hostId: 'local', reason: 'cannot do this: you are not authorised' },
      }),
    );
    render(<HostCheckPage />);
    expect(await screen.findByText('Cannot do this: you are not authorised.')).toBeTruthy();
    expect(asked).toEqual([]);
  });
});

describe('the first run', () => {
  it('shows what is lacking before the first container, and nothing when nothing is', async () => {
    answering([right, warning]);
    const { unmount } = render(<FirstRun />);
    expect(titles(await screen.findByRole('list'))).toEqual(['Clock']);
    expect(screen.getByRole('link', { name: 'All checks' }).getAttribute('href')).toBe('#/host-check');
    unmount();
    clearHostStores();
    answering([right]);
    const { container } = render(
      <>
        <FirstRun />
        <HostCheckLine />
      </>,
    );
    await screen.findByText('nothing to fix');
    expect(container.querySelector('.checks')).toBeNull();
  });
});

describe('the report of the host', () => {
  const saved: string[] = [];
  async function open(): Promise<void> {
    await connectTo();
    saved.length = 0;
    const bridge = createFakeBridge();
    await startWindow({
      ...bridge,
      hosts: { ...bridge.hosts, list: async () => [] },
      reports: {
        ...bridge.reports,
        saveHostReport: async (text) => {
          saved.push(text);
          return '/home/operator/bulkhead-report.md';
        },
      },
    });
    render(<HostReportDialog />);
  }
  const textOf = async (): Promise<string> =>
    (await screen.findByRole('region', { name: 'Text of the report' })).textContent;

  it('is shown before it is saved, without names, and saved as it is shown', async () => {
    await open();
    const choice = screen.getByRole('checkbox', { name: 'With names, addresses and paths' });
    expect((choice as HTMLInputElement).checked).toBe(false);
    expect(screen.getByRole('button', { name: 'Save…' }).hasAttribute('disabled')).toBe(true);
    const text = await textOf();
    expect(text).toContain('## Verdict');
    expect(text).toMatch(/\bcontainer-\d/);
    expect(text).not.toMatch(/\bweb\b|\b10\.0\.3\.\d/);
    await userEvent.click(screen.getByRole('button', { name: 'Save…' }));
    expect(saved).toEqual([text]);
    await waitFor(() =>
      expect(useNotifications.getState().notifications.map(({ text: said }) => said)).toEqual([
        'The report was saved as /home/operator/bulkhead-report.md.',
      ]),
    );
  });

  it('has names when they are asked for, and cannot be saved before it has', async () => {
    await open();
    await textOf();
    await userEvent.click(screen.getByRole('checkbox', { name: 'With names, addresses and paths' }));
    expect(await textOf()).toMatch(/Names of containers, addresses and paths of people are in it/);
    await userEvent.click(screen.getByRole('button', { name: 'Save…' }));
    expect(saved[0]).toContain('Names of containers, addresses and paths of people are in it');
  });

  it('says what it cannot have where the helper is not reached', async () => {
    render(<HostReportDialog />);
    expect(await textOf()).toContain('Not known: cannot reach the host');
  });
});
