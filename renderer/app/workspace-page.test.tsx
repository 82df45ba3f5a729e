// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import 'vscode-jsonrpc/node';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HostEntry } from '../../contract/bridge.ts';
import type { Service } from '../../rpc/serve-calls.ts';
import { ContainersPage } from '../features/container-list/containers-page.tsx';
import { useTerminals } from '../features/console/terminal-store.ts';
import { useSavedWorkspaces } from '../features/workspace/saved-workspaces.ts';
import { closeAllPanes, useWorkspace } from '../features/workspace/workspace.ts';
import { WorkspacePage } from '../features/workspace/workspace-page.tsx';
import { keepHosts, leaveHosts, retryNow, switchHost, useConnection } from '../host/connection.ts';
import { useWindow } from '../host/main-process.ts';
import type { OpenHost } from '../host/transport/open-client.ts';
import { createFakeHost, type FakeHost } from '../testing/fake/fake-host.ts';
import { openFakeHost } from '../testing/open-fake-host.ts';
import { startLocation, useLocation } from '../window/location.ts';
import { useNotifications } from '../window/notifications.ts';
import './followed.ts';

let hosts: Map<string, FakeHost>;
let services: Map<string, Service>;
let interactive: Map<string, boolean>;

const openHost: OpenHost = (hostId, _signal, { isInteractive }) =>
  openFakeHost({ hosts, services, interactive, onAsked: () => undefined }, hostId, isInteractive);
const entryOf = (id: string): HostEntry => ({
  id,
  kind: 'ssh',
  label: id,
  isRemovable: true,
  state: { status: 'idle' },
  reachedAt: null,
});
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
/** The terminal in it is a region of its own. */
function pane(label: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`.workspace-pane[aria-label="${label}"]`);
  if (found === null) throw new Error(`there is no pane ${label}`);
  return found;
}
const buttonIn = (label: string, name: string): HTMLElement => within(pane(label)).getByLabelText(name);
const pressIn = (label: string, name: string) => userEvent.click(buttonIn(label, name));
const [first, second] = ['web: Terminal: Session 1', 'web: Terminal: Session 2'] as const;
const statuses = (): readonly string[] => useTerminals.getState().entries.map(({ status }) => status.status);
const heads = (): readonly string[] =>
  [...document.querySelectorAll('.workspace-pane')].map((one) => one.getAttribute('aria-label') ?? '');
const untilOpen = (count: number) =>
  waitFor(() => expect(statuses()).toEqual(Array.from({ length: count }, () => 'open')));

/** Gives a container of a host of the test. */
function fake(hostId: string, name: string) {
  const host = hosts.get(hostId);
  const container = host?.containers.get(name);
  if (host === undefined || container === undefined) throw new Error(`there is no ${name} on ${hostId}`);
  return { host, container };
}

async function addPane(words: string, kind?: 'Log'): Promise<void> {
  await press('Add a pane');
  const dialog = within(screen.getByRole('dialog'));
  if (kind !== undefined) await userEvent.click(dialog.getByRole('button', { name: kind }));
  await userEvent.type(dialog.getByRole('combobox'), `${words}{Enter}`);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
}

beforeEach(async () => {
  // happy-dom lays nothing out: without a height no row would be in sight, and there is nothing to scroll to.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  Element.prototype.scrollIntoView = vi.fn();
  hosts = new Map(['lab', 'edge'].map((id) => [id, createFakeHost({ hostname: id })]));
  services = new Map();
  interactive = new Map();
  useWindow.setState({ hosts: [entryOf('lab'), entryOf('edge')], hostId: 'lab' });
  window.location.hash = '#/workspace';
  startLocation();
  await act(async () => {
    await switchHost('lab', openHost);
    keepHosts(['lab', 'edge'], openHost);
    await waitFor(() =>
      expect([...useConnection.getState().byHost.values()].map((one) => one.status)).toEqual([
        'connected',
        'connected',
      ]),
    );
  });
});

afterEach(async () => {
  cleanup();
  act(closeAllPanes);
  await act(leaveHosts);
  for (const host of hosts.values()) host.stop();
  useNotifications.setState({ notifications: [] });
  useSavedWorkspaces.setState({ saved: [] });
  vi.restoreAllMocks();
  localStorage.clear();
});

it('four terminals of four containers are five presses from their list', async () => {
  window.location.hash = '#/containers';
  const list = render(<ContainersPage />);
  const names = ['cache', 'db', 'mail', 'web'];
  for (const name of names) await userEvent.click(await screen.findByRole('checkbox', { name: `Select ${name}` }));
  await press('Open terminals');
  await waitFor(() => expect(useLocation.getState().route).toEqual({ page: 'workspace' }));
  list.unmount();
  render(<WorkspacePage />);
  await untilOpen(names.length);
  expect(heads()).toEqual(names.map((name) => `${name}: Terminal: Session 1`));
});

it('a pane is added of another host, whose terminal may ask for a password, and its head says which host', async () => {
  render(<WorkspacePage />);
  expect(screen.getByText('No panes yet')).toBeDefined();
  await addPane('web edge');
  await untilOpen(1);
  expect(interactive.get('edge')).toBe(true);
  expect(within(pane(first)).getByText('on edge')).toBeDefined();
  expect(hosts.get('edge')?.activity.at(-1)?.operation).toBe('console.open');
  expect(useConnection.getState().connection).toMatchObject({ hostId: 'lab' });
});

it('the log of a container of another host is followed, and stays while the connection is lost', async () => {
  render(<WorkspacePage />);
  await addPane('web edge', 'Log');
  const log = await screen.findByRole('list', { name: 'Lines of the journal log of web' });
  await waitFor(() => expect(within(log).getAllByRole('listitem').length).toBeGreaterThan(2));
  await act(async () => services.get('edge')?.close());
  expect(await screen.findByText('edge is not connected. The log goes on when it is.')).toBeDefined();
  expect(within(log).getAllByRole('listitem').length).toBeGreaterThan(2);
});

it('panes are split, moved between by keys, maximised and closed', async () => {
  render(<WorkspacePage />);
  await addPane('web lab');
  await untilOpen(1);
  await pressIn(first, 'Split to the right');
  await untilOpen(2);
  expect(heads()).toEqual([first, second]);
  const key = (name: string) =>
    fireEvent.keyDown(buttonIn(second, 'Close this pane'), {
      key: name,
      ctrlKey: true,
      shiftKey: true,
    });
  key('ArrowLeft');
  expect(useWorkspace.getState().active).toBe(useWorkspace.getState().panes[0]?.id);
  key('X');
  expect(screen.queryAllByRole('separator')).toEqual([]);
  await pressIn(second, 'Show all panes');
  expect(screen.getAllByRole('separator')).toHaveLength(1);
  key('W');
  expect(heads()).toEqual([first]);
  expect(statuses()).toEqual(['open']);
  expect(pane(first).getAttribute('aria-current')).toBe('true');
});

it('the log of a container is shown beside its terminal', async () => {
  render(<WorkspacePage />);
  await addPane('db lab');
  await pressIn('db: Terminal: Session 1', 'More about this pane');
  await userEvent.click(screen.getByRole('menuitem', { name: 'Its log beside it' }));
  expect(heads()).toEqual(['db: Terminal: Session 1', 'db: Log: Journal']);
  await pressIn('db: Log: Journal', 'More about this pane');
  await userEvent.click(screen.getByRole('menuitem', { name: /^Show log: Console/ }));
  expect(heads()).toEqual(['db: Terminal: Session 1', 'db: Log: Console']);
});

it('a container that is gone says so, and its pane is closed', async () => {
  render(<WorkspacePage />);
  await addPane('web edge');
  await untilOpen(1);
  const { host } = fake('edge', 'web');
  await act(async () => host.remove('web'));
  const notice = await screen.findByText('There is no container web on edge any more.');
  await userEvent.click(within(notice.closest('div') ?? document.body).getByRole('button', { name: 'Close pane' }));
  expect(heads()).toEqual([]);
});

it('a session of another host comes back when its container runs again', async () => {
  render(<WorkspacePage />);
  await addPane('web edge');
  await untilOpen(1);
  const { host, container } = fake('edge', 'web');
  act(() => host.change({ ...container, state: 'stopped' }));
  await waitFor(() => expect(statuses()).toEqual(['ended']));
  act(() => host.change({ ...container, state: 'running', startedAt: (container.startedAt ?? 0) + 500 }));
  await untilOpen(1);
});

it('a session is continued after the connection to its host was lost', async () => {
  render(<WorkspacePage />);
  await addPane('web edge');
  await untilOpen(1);
  const [before] = useTerminals.getState().entries;
  await act(async () => services.get('edge')?.close());
  await waitFor(() => expect(statuses()).toEqual(['lost']));
  await waitFor(() => expect(useConnection.getState().byHost.get('edge')?.status).toBe('lost'));
  act(() => retryNow('edge'));
  await untilOpen(1);
  expect(useTerminals.getState().entries[0]?.kept).toEqual(before?.kept);
});

it('what is typed goes to all terminals only while that is on, and it is off on coming back', async () => {
  const page = render(<WorkspacePage />);
  await addPane('web lab');
  await addPane('db edge');
  await untilOpen(2);
  await press('Type into all');
  expect(screen.getByText('What you type goes to all 2 terminals that are shown.')).toBeDefined();
  expect(screen.getAllByText('typing here too')).toHaveLength(2);
  page.unmount();
  render(<WorkspacePage />);
  expect(screen.queryByText(/^What you type goes to all/)).toBeNull();
});

describe('saved workspaces', () => {
  const db = 'db: Terminal: Session 1';
  const dialog = () => within(screen.getByRole('dialog'));
  async function save(name: string): Promise<void> {
    await press('Saved workspaces…');
    await userEvent.type(dialog().getByRole('textbox', { name: 'Save these panes as' }), `${name}{Enter}`);
  }
  const pressIt = (name: string) => userEvent.click(dialog().getByRole('button', { name }));

  it('there is none at first, and nothing to save without panes', async () => {
    render(<WorkspacePage />);
    await save('night');
    expect(dialog().getByText(/^Nothing is saved yet/)).toBeDefined();
    const button = dialog().getByRole('button', { name: 'Save' });
    expect(button.getAttribute('aria-description')).toBe('There are no panes to save. Add one first.');
    await pressIt('Close');
    expect(screen.queryByRole('button', { name: 'Open a saved workspace' })).toBeNull();
  });

  it('opens one in the place of the panes that are shown, once it was said which sessions end', async () => {
    render(<WorkspacePage />);
    await addPane('db lab');
    await save('night');
    await pressIt('Close');
    await addPane('web edge');
    await untilOpen(2);
    await press('Saved workspaces…');
    await pressIt('Open night');
    expect(screen.getByText(/The sessions of 2 terminals end, with what runs in them/)).toBeDefined();
    await pressIt('Cancel');
    expect([heads(), statuses()]).toEqual([
      [db, first],
      ['open', 'open'],
    ]);
    await press('Saved workspaces…');
    await pressIt('Open night');
    await pressIt('Open');
    await untilOpen(1);
    expect(heads()).toEqual([db]);
  });

  it('a terminal of one begins again, and nothing is asked where no session ends', async () => {
    render(<WorkspacePage />);
    await addPane('web lab');
    await untilOpen(1);
    await save('web');
    await pressIt('Close');
    act(closeAllPanes);
    await press('Open a saved workspace');
    await pressIt('Open web');
    await untilOpen(1);
    expect(heads()).toEqual([first]);
  });

  it('leaves out panes of a host that is no longer in the list, and says so', async () => {
    render(<WorkspacePage />);
    await addPane('db lab');
    await addPane('db edge');
    await save('both');
    await pressIt('Close');
    act(() => useWindow.setState({ hosts: [entryOf('lab')] }));
    await press('Saved workspaces…');
    await pressIt('Open both');
    await pressIt('Open');
    expect(heads()).toEqual([db]);
    expect(useNotifications.getState().notifications.map(({ text }) => text)).toEqual([
      '1 pane was not opened: the host is no longer in the list.',
    ]);
  });

  it('is renamed in place, not to the name of another; what was removed comes back', async () => {
    render(<WorkspacePage />);
    await addPane('db lab');
    await save('night');
    await userEvent.type(dialog().getByRole('textbox', { name: 'Save these panes as' }), 'day{Enter}');
    await pressIt('Rename night');
    await userEvent.keyboard('day');
    expect(dialog().getByRole('button', { name: 'Rename' }).getAttribute('aria-description')).toBe(
      'Another workspace has this name.',
    );
    await userEvent.keyboard('{Escape}');
    await pressIt('Rename night');
    await userEvent.keyboard('x\u202ey{Enter}');
    const names = () =>
      dialog()
        .getAllByRole('listitem')
        .map((one) => one.querySelector('strong')?.textContent);
    expect(names()).toEqual(['day', String.raw`x\u{202e}y`]);
    await pressIt('Remove day');
    expect(names()).toHaveLength(1);
    expect(document.activeElement?.textContent).toBe('Undo');
    await userEvent.keyboard('{Enter}');
    expect(names()).toHaveLength(2);
  });
});

it('closes all panes after a question', async () => {
  render(<WorkspacePage />);
  await addPane('web lab');
  await addPane('db lab');
  await press('Close all…');
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Close all' }));
  expect([heads(), statuses()]).toEqual([[], []]);
});
