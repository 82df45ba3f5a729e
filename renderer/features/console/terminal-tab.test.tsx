// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import 'vscode-jsonrpc/node';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connect } from '../../../rpc/connect.ts';
import { createMemoryTransports } from '../../../rpc/memory-transport.ts';
import { fakeHostInfo } from '../../../testing/models/host.ts';
import { useConnection } from '../../host/connection.ts';
import { useWindow } from '../../host/main-process.ts';
import { clearHostStores, clearStoresOf } from '../../host/host-stores.ts';

import { createFakeHost, type FakeHost } from '../../testing/fake/fake-host.ts';
import { serveFake } from '../../testing/fake/serve-fake.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { useContainers } from '../containers/containers.ts';
import { takeKeptTerminals } from './kept-terminals.ts';
import { TerminalTab } from './terminal-tab.tsx';
import { useTerminalSettings } from './terminal-settings.ts';
import { useTerminalTabs } from './container-terminals.ts';
import { useTerminals } from './terminal-store.ts';

const web = someContainer('web', { state: 'running', startedAt: 100 });
let host: FakeHost;
let hangUp: () => void;

/** The number stands for the run of the helper. */
async function joinHost(pid = 1): Promise<void> {
  const [near, far] = createMemoryTransports();
  serveFake(host, far);
  const client = await connect(near);
  hangUp = () => client.close();
  const infos = new Map([['lab', { ...fakeHostInfo, helper: { ...fakeHostInfo.helper, pid } }]]);
  act(() => useConnection.setState({ connection: { status: 'connected', hostId: 'lab', client }, infos }));
}

beforeEach(async () => {
  host = createFakeHost({ hostname: 'lab' });
  useWindow.setState({ hostId: 'lab' });
  useContainers.setState({ byName: new Map([['web', web]]) });
  await joinHost();
  render(
    <TerminalTab
      container={web}
      busy={undefined}
      lastDenial={() => 7}
      denialsAfter={(time) => <p>{`denials after ${time}`}</p>}
    />,
  );
  await untilOpen(1);
});

afterEach(() => {
  cleanup();
  useConnection.setState(useConnection.getInitialState());
  clearHostStores();
  clearStoresOf('lab');
  host.stop();
});

const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));
const statuses = (): string[] => useTerminals.getState().entries.map(({ status }) => status.status);

async function untilOpen(count: number): Promise<void> {
  await waitFor(() => expect(statuses()).toEqual(Array.from({ length: count }, () => 'open')));
}

it('opens a session at once, and others in tabs of their own', async () => {
  await press('New session');
  await untilOpen(2);
  const sessions = within(screen.getByRole('group', { name: 'Sessions' }));
  expect(sessions.getByRole('button', { name: 'Session 2' }).getAttribute('aria-current')).toBe('true');
  await press('Close Session 2');
  expect(statuses()).toEqual(['open']);
});

it('splits a session, and gives each pane a session of its own', async () => {
  await press('Split to the right');
  await untilOpen(2);
  await press('Split below');
  await untilOpen(3);
  expect(useTerminalTabs.getState().tabs).toMatchObject([
    { layout: { direction: 'right', second: { direction: 'below' } } },
  ]);
  expect(screen.getAllByRole('separator')).toHaveLength(2);
  expect(screen.getByRole('region', { name: 'Session 3' }).className).toContain('is-active');
});

it('is renamed in place, and keeps its name when that is cancelled', async () => {
  await userEvent.dblClick(screen.getByRole('button', { name: 'Session 1' }));
  await userEvent.keyboard('Übung 🧪{Enter}');
  const renamed = screen.getByRole('button', { name: 'Übung 🧪' });
  renamed.focus();
  await userEvent.keyboard('{F2}other{Escape}');
  expect(screen.getByRole('button', { name: 'Übung 🧪' })).toBeDefined();
});

it('opens a session as a user and in a folder, once both can be', async () => {
  await press('More about terminals');
  await userEvent.click(screen.getByRole('menuitem', { name: /^New session as another user/ }));
  await userEvent.type(screen.getByRole('textbox', { name: 'User' }), '-x');
  expect(screen.getByText(/^It must begin with a letter/)).toBeDefined();
  await userEvent.clear(screen.getByRole('textbox', { name: 'User' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'User' }), 'www-data');
  await userEvent.type(screen.getByRole('textbox', { name: 'Folder' }), '/srv{Enter}');
  await untilOpen(2);
  expect(host.activity.at(-1)?.request).toMatchObject({ argv: [], user: 'www-data', folder: '/srv' });
  expect(screen.getByRole('button', { name: 'www-data 2' })).toBeDefined();
});

it('joins the boot console once, and shows it again', async () => {
  await press('Boot console');
  await untilOpen(2);
  expect(host.activity.at(-1)?.operation).toBe('console.open-boot');
  expect(screen.getByRole('region', { name: 'Boot console' })).toBeDefined();
  expect(screen.getByText(/^Enter shows its login/)).toBeDefined();
  const sessions = within(screen.getByRole('group', { name: 'Sessions' }));
  await userEvent.click(sessions.getByRole('button', { name: 'Session 1' }));
  await userEvent.click(
    within(screen.getByRole('group', { name: 'Tools' })).getByRole('button', { name: 'Boot console' }),
  );
  expect(sessions.getByRole('button', { name: 'Boot console' }).getAttribute('aria-current')).toBe('true');
  expect(statuses()).toEqual(['open', 'open']);
  expect(takeKeptTerminals()).toMatchObject([{}, { panes: [{ choice: { isBoot: true } }] }]);
});

it('the boot console comes back with its container, and a split of it is a shell', async () => {
  await press('Boot console');
  await untilOpen(2);
  await press('Split below');
  await untilOpen(3);
  expect(host.activity.at(-1)?.operation).toBe('console.open');
  const fake = host.containers.get('web');
  if (fake === undefined) throw new Error('the fake host has no web');
  host.change({ ...fake, state: 'stopped' });
  await waitFor(() => expect(statuses()).toEqual(['ended', 'ended', 'ended']));
  expect(screen.getByText(/^The boot console has ended/)).toBeDefined();
  host.change({ ...fake, state: 'running', startedAt: 200 });
  act(() => useContainers.setState({ byName: new Map([['web', { ...web, startedAt: 200 }]]) }));
  await untilOpen(3);
});

it('says that another terminal has the boot console', async () => {
  host.consoles.set('other', {
    shell: { name: 'web', user: 'root', folder: '/', line: undefined, isBoot: true },
    output: '',
  });
  await press('Boot console');
  expect(await screen.findByText(/another terminal has it/)).toBeDefined();
  host.consoles.delete('other');
  await press('Open again');
  await untilOpen(2);
});

it('shows what was denied since the session began', async () => {
  await press('Denials while this ran');
  expect(screen.getByRole('complementary', { name: 'Denials while Session 1 ran' }).textContent).toBe(
    'denials after 7',
  );
});

it('continues the same session after the connection was lost', async () => {
  const [before] = useTerminals.getState().entries;
  act(() => hangUp());
  await waitFor(() => expect(statuses()).toEqual(['lost']));
  expect(screen.getByText(/^The connection to the host is lost/)).toBeDefined();
  act(() => useConnection.setState({ connection: { status: 'none' } }));
  await joinHost();
  await untilOpen(1);
  expect(useTerminals.getState().entries[0]?.kept).toEqual(before?.kept);
  expect(host.activity.at(-1)?.operation).toBe('console.attach');
});

it('says that a session ended with its helper, asks the next one for nothing, and opens another in its place', async () => {
  const [before] = useTerminals.getState().entries;
  act(() => hangUp());
  await waitFor(() => expect(statuses()).toEqual(['lost']));
  await joinHost(2);
  await waitFor(() => expect(statuses()).toEqual(['gone']));
  expect(screen.getByText('The session ended when the helper was restarted.')).toBeDefined();
  const consoles = (): string[] =>
    host.activity.map(({ operation }) => operation).filter((operation) => operation.startsWith('console.'));
  expect(consoles()).toEqual(['console.open']);
  await press('Open again');
  await untilOpen(1);
  expect(useTerminals.getState().entries).toMatchObject([{ id: before?.id, container: 'web', number: 1 }]);
  expect(consoles()).toEqual(['console.open', 'console.open']);
});

it('comes back when its container runs again', async () => {
  const fake = host.containers.get('web');
  if (fake === undefined) throw new Error('the fake host has no web');
  host.change({ ...fake, state: 'stopped' });
  await waitFor(() => expect(statuses()).toEqual(['ended']));
  expect(screen.getByText(/the session opens again when it runs/)).toBeDefined();
  host.change({ ...fake, state: 'running', startedAt: 200 });
  act(() => useContainers.setState({ byName: new Map([['web', { ...web, startedAt: 200 }]]) }));
  await untilOpen(1);
});

it('keeps what continues its sessions while the page is loaded again', async () => {
  const { kept } = useTerminals.getState().entries[0] ?? {};
  expect(takeKeptTerminals()).toMatchObject([{ container: 'web', panes: [{ number: 1, kept }] }]);
  sessionStorage.setItem('bulkhead.terminals', '{"hostId":"lab","tabs":[{"container":7}]}');
  expect(takeKeptTerminals()).toEqual([]);
});

it('changes the size of the text, within bounds', async () => {
  const before = useTerminalSettings.getState().fontSize;
  await press('More about terminals');
  await userEvent.click(screen.getByRole('menuitem', { name: /^Larger text/ }));
  expect(useTerminalSettings.getState().fontSize).toBe(before + 1);
});
