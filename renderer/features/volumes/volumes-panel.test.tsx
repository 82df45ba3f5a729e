// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { closeDialog, useDialog } from '../../window/dialogs.ts';
import { useNotifications } from '../../window/notifications.ts';
import { useContainers } from '../containers/containers.ts';
import { VolumesPanel } from './volumes-panel.tsx';

const stopped = someContainer('staging', { volumes: [] });
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const fill = (label: string, text: string) => userEvent.type(screen.getByRole('textbox', { name: label }), text);
const tip = async () => (await screen.findByRole('tooltip')).textContent;

function show(container: Container, ...others: Container[]): ReturnType<typeof recordCalls> {
  useContainers.setState({ byName: new Map([container, ...others].map((one) => [one.name, one])) });
  render(<VolumesPanel container={container} busy={undefined} />);
  return recordCalls();
}

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
});

it('attaches the folder that was typed', async () => {
  const calls = show(stopped);
  await fill('Folder on the host, or named volume', '/srv/new');
  await fill('Path in the container', '/data');
  await userEvent.click(screen.getByRole('checkbox', { name: 'Read-only' }));
  await press('Attach');
  expect(calls).toEqual([
    {
      name: 'volume.attach',
      params: { name: 'staging', source: '/srv/new', target: '/data', readOnly: true, share: false },
    },
  ]);
});

it('attaches with Enter as well', async () => {
  const calls = show(stopped);
  await fill('Folder on the host, or named volume', '/srv/new');
  await fill('Path in the container', '/data{Enter}');
  expect(calls.map(({ name }) => name)).toEqual(['volume.attach']);
});

it('says which end cannot be used, and attaches nothing', async () => {
  const calls = show(stopped);
  await fill('Folder on the host, or named volume', 'srv/x');
  await press('Attach');
  expect(await tip()).toMatch(/^The folder on the host must be .*\.$/);
  expect(calls).toEqual([]);
});

it('shares a folder of another container only when that is chosen', async () => {
  const calls = show(stopped, someContainer('web'));
  await fill('Folder on the host, or named volume', '/srv/pages');
  await fill('Path in the container', '/pages');
  await press('Attach');
  expect([await tip(), calls]).toEqual(['web uses this folder. Choose to share it.', []]);
  await userEvent.click(screen.getByRole('checkbox', { name: 'Share with web' }));
  await press('Attach');
  expect(calls[0]?.params).toMatchObject({ source: '/srv/pages', share: true });
});

it('detaches a volume of a stopped container', async () => {
  const calls = show(someContainer('staging'));
  await press('Detach');
  expect(calls).toEqual([{ name: 'volume.detach', params: { name: 'staging', target: '/srv/pages' } }]);
});

it('says which files kept their label when a volume is detached, and why (N14)', async () => {
  show(someContainer('staging'));
  recordCalls(
    { 'volume.detach': () => ({ container: stopped }) },
    { 'volume.detach': () => [{ type: 'skipped', path: '/srv/pages', reason: 'it was not found' }] },
  );
  await press('Detach');
  await waitFor(() =>
    expect(useNotifications.getState().notifications.map(({ text }) => text)).toContain(
      '/srv/pages kept its label: it was not found.',
    ),
  );
});

it('changes nothing while the container is running, and says so', async () => {
  const calls = show(someContainer('web'));
  await press('Detach');
  expect(await tip()).toBe('Stop the container first. Volumes cannot change while it is running.');
  expect(calls).toEqual([]);
});

it('leads to the labels of the files', async () => {
  show(stopped);
  await press('Check labels…');
  expect(useDialog.getState().dialog).toEqual({ kind: 'labels', name: 'staging' });
});

it('takes a folder that was chosen by looking, and only one that may be given', async () => {
  const folder = (path: string, problem: string | null = null) => ({
    path,
    label: 'u:r:var_t:s0',
    problem,
    users: [],
    isOpen: true,
  });
  const calls = show(stopped);
  recordCalls({
    'volume.folders': (params) => {
      const { path } = params as { readonly path?: string };
      const listed = path === undefined ? [folder('/srv', 'it is too wide')] : [folder('/srv/pages')];
      return { folders: path === '/srv/pages' ? [] : listed, isTruncated: false };
    },
  });
  await press('Choose…');
  await userEvent.click(await screen.findByRole('button', { name: /^\/srv/ }));
  await press('Choose');
  expect(await tip()).toBe('Cannot use /srv: it is too wide.');
  await userEvent.click(await screen.findByRole('button', { name: /^pages/ }));
  expect(await screen.findByText('There are no folders in it')).toBeTruthy();
  await press('Choose');
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Folder on the host, or named volume' }).value).toBe(
    '/srv/pages',
  );
  expect(calls).toEqual([]);
});

it('lists named volumes, makes, limits and removes them, and takes the one that is chosen', async () => {
  let volumes = [
    { name: 'data', source: '/var/lib/bulkhead/volumes/data/files', createdAt: 1, limitBytes: 2 ** 30 },
    { name: 'old', source: '/var/lib/bulkhead/volumes/old/files', createdAt: 1, limitBytes: null },
  ].map((one) => ({ ...one, usedBytes: 4096, users: one.name === 'data' ? ['db'] : [] }));
  show(stopped);
  const [some] = volumes;
  const calls = recordCalls({
    'volume.folders': () => ({ folders: [], isTruncated: false }),
    'named-volume.list': () => ({ volumes }),
    'named-volume.create': () => ({ volume: some }),
    'named-volume.resize': () => ({ volume: some }),
    'named-volume.remove': () => {
      volumes = volumes.filter(({ name }) => name !== 'old');
      return {};
    },
  });
  const asked = () => calls.filter(({ name }) => /^named-volume\.(?!list)/.test(name)).map(({ params }) => params);
  await press('Choose…');
  expect((await screen.findByRole('button', { name: /^data/ })).textContent).toContain('limit 1 GiB, a volume of db');

  await press('Remove data');
  expect(await tip()).toBe('It is a volume of db. Detach it first.');
  await press('Remove old');
  await press('Remove with all its files');
  await waitFor(() => expect(screen.queryByRole('button', { name: /^old/ })).toBe(null));

  await press('Limit of data');
  await userEvent.type(screen.getAllByRole('textbox', { name: 'Limit' })[0] ?? document.body, '2G');
  await press('Save limit');
  await press('Make volume');
  expect(await tip()).toBe('Write a name first.');
  await fill('Name', 'new');
  await press('Make volume');
  await waitFor(() =>
    expect(asked()).toEqual([
      { name: 'old' },
      { name: 'data', limitBytes: 2 * 2 ** 30 },
      { name: 'new', limitBytes: null },
    ]),
  );

  await userEvent.click(screen.getByRole('button', { name: /^data/ }));
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Folder on the host, or named volume' });
  expect(field.value).toBe('data');
  await fill('Path in the container', '/data');
  await press('Attach');
  expect(calls.at(-1)?.params).toMatchObject({ source: '/var/lib/bulkhead/volumes/data/files', target: '/data' });
});

it('says of a container of Incus why it gets no volume, and why its labels are not checked', async () => {
  const calls = show(someContainer('web', { engine: 'incus', isManaged: true, state: 'stopped', volumes: [] }));
  await press('Attach');
  expect(await tip()).toBe('Incus mounts its disks; add one there (incus config device add).');
  await userEvent.keyboard('{Escape}');
  await press('Check labels…');
  expect([calls, useDialog.getState().dialog]).toEqual([[], { kind: 'none' }]);
});
