// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { Snapshot } from '../../../contract/model/containers/snapshot.ts';
import { leaveOutUnchosen } from '../../../contract/rules/leave-out-unchosen.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { type Answers, recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { closeDialog, useDialog } from '../../window/dialogs.ts';
import { useNotifications } from '../../window/notifications.ts';
import { useContainers } from '../containers/containers.ts';
import { CloneDialog } from './clone-dialog.tsx';
import { RemoveSnapshotDialog } from './remove-snapshot-dialog.tsx';
import { RestoreDialog } from './restore-dialog.tsx';
import { SnapshotsTab } from './snapshots-tab.tsx';

const snapshot: Snapshot = {
  name: 'before-upgrade',
  createdAt: 1_795_532_000,
  bytes: 180_224_000,
  reason: 'taken',
  image: 'debian-13',
  wasRunning: true,
};
const web = someContainer('web');
const staging = someContainer('staging');
const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));
const checkBox = (name: RegExp) => screen.getByRole('checkbox', { name });

function host(containers: readonly Container[], answers: Answers = {}): ReturnType<typeof recordCalls> {
  useContainers.setState({ byName: new Map(containers.map((one) => [one.name, one])) });
  return recordCalls({
    'snapshot.list': () => ({ snapshots: [snapshot], schedule: null }),
    'snapshot.take': () => snapshot,
    'snapshot.restore': () => ({ restored: snapshot, kept: { ...snapshot, name: 'before-2026-11-27-061502' } }),
    'container.stop': () => staging,
    'container.start': () => web,
    'container.list': () => ({ containers: [{ ...staging, name: 'web' }] }),
    'container.create': () => web,
    ...answers,
  });
}

const named = (calls: ReturnType<typeof recordCalls>): readonly string[] =>
  calls.map(({ name }) => name).filter((name) => name !== 'snapshot.list');

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
  useNotifications.setState({ notifications: [] });
});

describe('the snapshots of a container of Incus', () => {
  const own = someContainer('web', { engine: 'incus', isManaged: true, state: 'running' });

  it('are taken and cloned, and nothing is said that only Bulkhead’s own layers have', async () => {
    const calls = host([own], {
      'snapshot.list': () => ({ snapshots: [{ ...snapshot, bytes: null, wasRunning: null }], schedule: null }),
      'cluster.create': () => web,
    });
    render(<SnapshotsTab container={own} busy={undefined} />);
    expect(await screen.findAllByRole('cell', { name: '–' })).toHaveLength(2);
    expect(screen.getByText('Named by the time when left empty.')).toBeTruthy();
    await press('Make image…');
    await press('Take snapshot');
    expect(named(calls)).toEqual(['snapshot.take']);
  });

  it('a clone is made by Incus, of a snapshot or as it is now', async () => {
    const calls = host([own], { 'cluster.create': () => web });
    render(<CloneDialog name="web" snapshot="before-upgrade" />);
    await press('Clone');
    expect(calls.find(({ name }) => name === 'cluster.create')?.params).toEqual({
      name: 'web-copy',
      start: true,
      from: { container: 'web', snapshot: 'before-upgrade' },
    });
    expect(named(calls)).not.toContain('container.create');
  });
});

describe('the snapshots of a container', () => {
  it('are listed, and each leads to what can be done with it', async () => {
    host([web]);
    render(<SnapshotsTab container={web} busy={undefined} />);
    expect(await screen.findByRole('cell', { name: '172 MiB' })).toBeTruthy();
    await press('Restore before-upgrade…');
    expect(useDialog.getState().dialog).toMatchObject({ kind: 'restore-snapshot', snapshot: 'before-upgrade' });
    for (const [item, kind] of [
      [/^Clone/, 'clone'],
      [/^Remove/, 'remove-snapshot'],
    ] as const) {
      await press('Actions for before-upgrade');
      await userEvent.click(screen.getByRole('menuitem', { name: item }));
      expect(useDialog.getState().dialog).toEqual({ kind, name: 'web', snapshot: 'before-upgrade' });
    }
  });

  it('are taken above the list, with their dates and their space (window m9)', async () => {
    host([web]);
    render(<SnapshotsTab container={web} busy={undefined} />);
    const table = await screen.findByRole('table', { name: 'Snapshots of web' });
    const form = screen.getByRole('form', { name: 'Take a snapshot' });
    expect(form.compareDocumentPosition(table)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    expect(screen.getByText(/ MiB in 1 snapshot$/)).toBeTruthy();
  });

  it('say what they are for when there is none', async () => {
    host([web], { 'snapshot.list': () => ({ snapshots: [], schedule: null }) });
    render(<SnapshotsTab container={web} busy={undefined} />);
    expect(await screen.findByText(/^No snapshots\. A snapshot keeps the files/)).toBeTruthy();
  });

  it('are taken with the name that was typed, or with none', async () => {
    const calls = host([web]);
    render(<SnapshotsTab container={web} busy={undefined} />);
    await press('Take snapshot');
    await userEvent.type(screen.getByRole('textbox', { name: 'Name of the snapshot' }), 'monday{Enter}');
    expect(calls.filter(({ name }) => name === 'snapshot.take').map(({ params }) => params)).toEqual([
      { name: 'web' },
      { name: 'web', snapshot: 'monday' },
    ]);
  });

  it('are not taken under a name that cannot be one', async () => {
    const calls = host([web]);
    render(<SnapshotsTab container={web} busy={undefined} />);
    await userEvent.type(screen.getByRole('textbox', { name: 'Name of the snapshot' }), '../up{Enter}');
    await press('Take snapshot');
    expect((await screen.findByRole('tooltip')).textContent).toMatch(/^The name must begin with a letter or digit/);
    expect(named(calls)).toEqual([]);
  });
});

describe('a restore', () => {
  it('of a running container stops it first and starts it again, and offers to undo', async () => {
    const calls = host([web]);
    render(<RestoreDialog name="web" snapshot="before-upgrade" />);
    expect(screen.getByText(/It is stopped first, and started again afterwards/)).toBeTruthy();
    await press('Restore');
    expect(named(calls)).toEqual(['container.stop', 'snapshot.restore', 'container.start']);
    expect(calls[1]?.params).toEqual({ name: 'web', snapshot: 'before-upgrade', keepPresent: true });
    const { action } = useNotifications.getState().notifications.at(-1) ?? {};
    expect(action?.label).toBe('Undo');
    action?.run();
    await expect.poll(() => named(calls).length).toBe(5);
    expect(calls.findLast(({ name }) => name === 'snapshot.restore')?.params).toEqual({
      name: 'web',
      snapshot: 'before-2026-11-27-061502',
      keepPresent: false,
    });
  });

  it('that keeps nothing says that it cannot be undone', async () => {
    const calls = host([staging], { 'snapshot.restore': () => ({ restored: snapshot, kept: null }) });
    render(<RestoreDialog name="staging" snapshot="before-upgrade" />);
    await userEvent.click(checkBox(/^Take a snapshot of the present files/));
    expect(screen.getByText('Without a snapshot of the present files this cannot be undone.')).toBeTruthy();
    await press('Restore');
    expect(named(calls)).toEqual(['snapshot.restore']);
    expect(useNotifications.getState().notifications.at(-1)?.action).toBeUndefined();
  });
});

describe('a clone', () => {
  it('is made with the choices of the container and the files of the snapshot', async () => {
    const calls = host([web, someContainer('web', { name: 'web-copy' })]);
    render(<CloneDialog name="web" snapshot="before-upgrade" />);
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name of the clone' }).value).toBe('web-copy-2');
    await userEvent.click(checkBox(/^Start it/));
    await press('Clone');
    expect(calls.at(-1)).toMatchObject({
      name: 'container.create',
      params: {
        name: 'web-copy-2',
        image: web.image,
        limits: leaveOutUnchosen({ limits: web.limits }).limits,
        confinement: web.confinement,
        files: { container: 'web', snapshot: 'before-upgrade' },
        start: false,
      },
    });
  });

  it('cannot have a name that is taken', async () => {
    const calls = host([web]);
    render(<CloneDialog name="web" snapshot={null} />);
    const field = screen.getByRole('textbox', { name: 'Name of the clone' });
    await userEvent.clear(field);
    await userEvent.type(field, 'web{Enter}');
    expect(screen.getByText('There is a container web already.')).toBeTruthy();
    expect(calls).toEqual([]);
  });
});

it('a snapshot is removed once that is confirmed', async () => {
  const calls = host([web]);
  render(<RemoveSnapshotDialog name="web" snapshot="before-upgrade" />);
  await press('Remove');
  expect(calls[0]).toEqual({ name: 'snapshot.remove', params: { name: 'web', snapshot: 'before-upgrade' } });
});
