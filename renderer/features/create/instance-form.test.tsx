// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import type { Cluster } from '../../../contract/model/host/cluster.ts';
import { clusterOf, someMember } from '../../../testing/models/cluster.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { type Answers, recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { useNotifications } from '../../window/notifications.ts';
import { useContainers } from '../containers/containers.ts';
import { CreateDialog } from './create-dialog.tsx';

const cluster = clusterOf(
  someMember('one', { groups: ['web'], load: 2 }),
  someMember('two', { groups: ['web'], load: 0.5 }),
  someMember('three', { groups: ['web', 'far'] }),
  someMember('four', { groups: ['web'], load: 0, state: 'offline', message: 'no heartbeat' }),
);

async function open(answers: Answers = {}, known: Cluster | null = cluster) {
  useContainers.setState({
    byName: new Map([['db', someContainer('db', { engine: 'incus', member: 'two', isManaged: true })]]),
  });
  const calls = recordCalls({
    'image.list': () => ({ images: [] }),
    'cluster.members': () => ({ cluster: known }),
    'cluster.create': (params) =>
      someContainer('web', { engine: 'incus', member: (params as { readonly member?: string }).member ?? null }),
    ...answers,
  });
  render(<CreateDialog />);
  if (known !== null) await userEvent.click(await screen.findByRole('radio', { name: 'Incus' }));
  return calls;
}

async function place(option: RegExp): Promise<void> {
  await userEvent.click(screen.getByRole('combobox', { name: 'Place' }));
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

const press = (): Promise<void> => userEvent.click(screen.getByRole('button', { name: 'Create' }));
const lastText = (): string | undefined => useNotifications.getState().notifications.at(-1)?.text;
const created = (calls: ReturnType<typeof recordCalls>): unknown =>
  calls.find(({ name }) => name === 'cluster.create')?.params;

afterEach(() => {
  cleanup();
  clearHostStores();
  useNotifications.setState({ notifications: [] });
});

it('creates one on this member, and starts it', async () => {
  const calls = await open();
  await press();
  await expect.poll(lastText).toBe('Container web was created.');
  expect(created(calls)).toEqual({
    name: 'web',
    image: 'debian-13',
    pool: 'fast',
    member: 'one',
    start: true,
    limits: { memoryBytes: 512 * 2 ** 20, cpus: null, pids: 512, diskBytes: null },
  });
});

it('by load it is where the load is the least when it is created, and says where; not beside what must not be', async () => {
  const calls = await open();
  await place(/^Automatic/);
  await userEvent.type(screen.getByRole('textbox', { name: 'Not beside' }), 'db');
  await press();
  await expect.poll(lastText).toBe('Container web was created on three.');
  expect(created(calls)).toMatchObject({ member: 'three', start: true });
});

it('in a group it is on a member of that', async () => {
  const calls = await open();
  await place(/^Group far/);
  await press();
  await expect.poll(() => created(calls)).toMatchObject({ member: 'three' });
});

it('on another member it is started too; one that is away cannot be chosen', async () => {
  const calls = await open();
  await userEvent.click(screen.getByRole('combobox', { name: 'Place' }));
  expect((await screen.findByRole('option', { name: 'four: no heartbeat' })).getAttribute('aria-disabled')).toBe(
    'true',
  );
  await userEvent.click(screen.getByRole('option', { name: /^two/ }));
  await press();
  await expect.poll(() => created(calls)).toMatchObject({ member: 'two', start: true });
});

it('has no field for what an instance has not, and creates nothing while something is wrong', async () => {
  const calls = await open();
  for (const name of ['Volumes', 'Published ports', 'Tags', 'Disk I/O weight'])
    expect(screen.queryByRole('textbox', { name })).toBeNull();
  const name = screen.getByRole('textbox', { name: 'Name' });
  await userEvent.clear(name);
  await userEvent.type(name, 'a_b');
  await place(/^Automatic/);
  await userEvent.type(screen.getByRole('textbox', { name: 'Not beside' }), 'nobody');
  await press();
  expect(screen.getByText('Incus takes only letters, digits and dashes, a letter first.')).toBeTruthy();
  expect(screen.getByText('There is no container nobody.')).toBeTruthy();
  expect(created(calls)).toBeUndefined();
});

it('says why it was not created', async () => {
  await open({
    'cluster.create': () => {
      throw new Failure('container-failed', { name: 'web', reason: 'the pool is full' });
    },
  });
  await press();
  await expect.poll(lastText).toMatch(/the pool is full/);
});

it('a host without Incus is not asked for an engine', async () => {
  const calls = await open({}, null);
  await expect.poll(() => calls.some(({ name }) => name === 'cluster.members')).toBe(true);
  expect(screen.queryByRole('radio', { name: 'Incus' })).toBeNull();
  expect(screen.getByRole('tab', { name: 'Volumes' })).toBeTruthy();
});
