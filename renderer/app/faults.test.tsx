// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import 'vscode-jsonrpc/node';
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DenialGroup } from '../../contract/model/denials/denial.ts';
import { createFakeHost } from '../testing/fake/fake-host.ts';
import { useActivity } from '../features/activity/activity.ts';
import { useConnection } from '../host/connection.ts';
import { useDenials } from '../features/denials/denials.ts';
import { closeDialog, openDialog } from '../window/dialogs.ts';
import { closeDrawer, openGroup } from '../features/denials/drawer.ts';
import { useFeeds } from '../host/feeds.ts';
import { useLocation } from '../window/location.ts';
import { createPart } from '../ui/part.tsx';
import { useNotifications } from '../window/notifications.ts';
import { App } from './app.tsx';
import { FaultBoundary } from './fault-boundary.tsx';

/** Makes one cause of denials, as the window has seen it. */
function someGroup(): DenialGroup {
  const host = createFakeHost({ hostname: 'test' });
  host.stop();
  const [group] = host.denials.view(undefined, 0).groups;
  if (group === undefined) throw new Error('the fake host gave no denial');
  return group;
}

beforeEach(() => {
  // React writes each fault that a boundary has caught to the console.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  useLocation.setState({ route: { page: 'activity', filter: '' } });
  useActivity.setState({ entries: [] });
  useFeeds.setState({ activity: { status: 'ready' } });
  useConnection.setState({
    connection: {
      status: 'lost',
      hostId: 'lab',
      reason: 'the helper closed the connection',
      attempt: 1,
      retryAt: Date.now() + 60_000,
    },
  });
});

afterEach(() => {
  cleanup();
  closeDialog();
  closeDrawer();
  useNotifications.setState({ notifications: [] });
  vi.restoreAllMocks();
});

describe('the drawer', () => {
  it('opens while the connection is lost, and the window stays (window 13)', () => {
    const group = someGroup();
    useDenials.setState({ groups: new Map([[group.id, group]]), events: [] });
    openGroup(group.id);
    render(<App />);
    const drawer = screen.getByRole('complementary', { name: 'Denial' });
    expect(within(drawer).getByText(/there is no connection to the host/)).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Activity' })).toBeTruthy();
  });

  it('that throws is replaced by its fault, can be closed, and leaves the page', async () => {
    useDenials.setState({ groups: new Map([['broken', null as never]]), events: [] });
    openGroup('other');
    useDenials.setState({ groups: null as never });
    render(<App />);
    expect(screen.getByRole('complementary', { name: 'Details' }).textContent).toMatch(
      /Cannot show this drawer because of a fault/,
    );
    useDenials.setState({ groups: new Map() });
    await userEvent.click(screen.getByRole('button', { name: 'Close details' }));
    expect(screen.queryByRole('complementary')).toBeNull();
    expect(screen.getByRole('heading', { name: 'Activity' })).toBeTruthy();
  });
});

describe('a dialog', () => {
  it('that throws is replaced by its fault, can be closed, and leaves the page', async () => {
    openDialog({ kind: 'remove', names: null as never });
    render(<App />);
    const dialog = screen.getByRole('dialog', { name: 'Fault in the console' });
    expect(dialog.textContent).toMatch(/Cannot show this dialog because of a fault/);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Close' }));
    expect(screen.getByRole('heading', { name: 'Activity', hidden: true })).toBeTruthy();
  });
});

describe('a page', () => {
  it('that throws is replaced by its fault, and is shown again when it is asked again', async () => {
    useActivity.setState({ entries: [null as never] });
    render(<App />);
    expect(screen.getByRole('main').textContent).toMatch(/Cannot show this page because of a fault/);
    expect(screen.getByRole('navigation', { name: /.*/ })).toBeTruthy();
    useActivity.setState({ entries: [] });
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(screen.getByRole('heading', { name: 'Activity' })).toBeTruthy();
  });

  it('whose file cannot be loaded says so, and another try reloads the window', async () => {
    const reload = vi.spyOn(window.location, 'reload').mockImplementation(() => undefined);
    const Lost = createPart(() => Promise.reject(new Error('no such file')));
    render(
      <FaultBoundary what="page">
        <Lost />
      </FaultBoundary>,
    );
    expect((await screen.findByRole('alert')).textContent).toMatch(
      /^Cannot show this page because of a fault in the console: a file of it cannot be loaded \(no such file\)/,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(reload).toHaveBeenCalledOnce();
  });
});
