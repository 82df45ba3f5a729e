// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { Failure } from '../../contract/errors.ts';
import { clusterOf, someMember } from '../../testing/models/cluster.ts';
import { CurrentDialog } from './current-dialog.tsx';
import { clientOf } from '../host/connection.ts';
import { clearHostStores, clearStoresOf, runHostFollowers } from '../host/host-stores.ts';
import { useWindow } from '../host/main-process.ts';
import { useOperations } from '../host/operations.ts';
import { type Answers, disconnect, type Items, recordCalls } from '../testing/record-calls.ts';
import { closeDialog } from '../window/dialogs.ts';
import { useNotifications } from '../window/notifications.ts';
import { ClusterPage } from '../features/cluster/cluster-page.tsx';
import { useMembers } from '../features/cluster/members.ts';

const away = { load: null, cpus: null, memoryBytes: null, freeMemoryBytes: null, pools: [] };
const cluster = clusterOf(
  someMember('one', { roles: ['database-leader'], containers: 2, load: 0.5, address: '10.0.7.1' }),
  someMember('two', {
    state: 'evacuated',
    message: 'Unavailable due to maintenance',
    containers: 0,
    running: 0,
    address: '10.0.7.2',
  }),
  someMember('three', { state: 'offline', message: 'No heartbeat for 42 s', address: '10.0.7.3', ...away }),
);

function show(answers: Answers = {}, items: Items = {}): ReturnType<typeof recordCalls> {
  useNotifications.setState({ notifications: [] });
  const calls = recordCalls({ 'cluster.members': () => ({ cluster }), ...answers }, items);
  render(
    <>
      <ClusterPage />
      <CurrentDialog />
    </>,
  );
  return calls;
}

const row = async (name: string): Promise<HTMLElement> =>
  (await screen.findByText(name, { selector: 'strong' })).closest('tr') ?? document.body;
const press = (name: string | RegExp): Promise<void> => userEvent.click(screen.getByRole('button', { name }));
const last = () => useNotifications.getState().notifications.at(-1);

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
  useOperations.setState({ operations: [] });
  useWindow.setState(useWindow.getInitialState(), true);
});

it('shows each member with its state, load, room and containers, and nothing that one that is away does not say', async () => {
  show();
  const one = await row('one');
  expect(one.textContent).toContain('this host, database-leader');
  expect(one.textContent).toContain('0.50 of 4');
  expect(one.textContent).toContain('1 GiB of 2 GiB');
  expect(one.textContent).toContain('fast: 1 GiB of 4 GiB');
  expect(within(one).getByRole('link', { name: '2' }).getAttribute('href')).toBe('#/containers?filter=member%3Aone');
  expect(within(one).getByRole('meter', { name: 'Memory of one' }).getAttribute('aria-valuenow')).toBe('50');
  const three = await row('three');
  expect(three.textContent).toContain('awayNo heartbeat for 42 s1state not known');
  expect(within(three).queryByRole('meter')).toBeNull();
});

it.each([
  ['There is no Incus on this host', null],
  ['This host is in no cluster', { ...cluster, member: null, members: [] }],
])('says it where there are none: %s', async (words, known) => {
  show({ 'cluster.members': () => ({ cluster: known }) });
  expect(await screen.findByText(words)).toBeTruthy();
});

it('says why they cannot be listed, and tries again when that is pressed', async () => {
  let isUp = false;
  show({
    'cluster.members': () => {
      if (!isUp) throw new Failure('incus-unavailable', { reason: 'incusd does not answer' });
      return { cluster };
    },
  });
  expect(await screen.findByText(/incusd does not answer/)).toBeTruthy();
  isUp = true;
  await press('Try again');
  await row('one');
  expect(screen.queryByText(/incusd does not answer/)).toBeNull();
});

it('shows nothing of another host, whose answer comes when the window has left it', async () => {
  let answer: (value: unknown) => void = () => undefined;
  show({ 'cluster.members': () => new Promise((resolve) => (answer = resolve)) });
  clearHostStores();
  answer({ cluster });
  await new Promise((resolve) => setTimeout(resolve));
  expect(useMembers.getState().cluster).toBeUndefined();
});

it('evacuates one after a question, and says where each container is', async () => {
  const containers = [
    { name: 'web', member: 'two', arrival: 'verified' },
    { name: 'db', member: 'three', arrival: 'stopped' },
  ];
  const calls = show(
    { 'cluster.evacuate': () => ({ containers }) },
    { 'cluster.evacuate': () => [{ step: 'check', name: null, member: null, fraction: 0 }] },
  );
  await row('one');
  await press('Evacuate one…');
  expect(
    screen.getByText(/^Incus moves its 2 containers to other members, and starts there what ran\. One with/),
  ).toBeTruthy();
  expect(screen.getByText(/the connection stays/)).toBeTruthy();
  await press('Evacuate');
  await expect.poll(() => last()?.text).toBe('one is evacuated. 2 containers were on it.');
  expect(last()).toMatchObject({ tone: 'done', details: 'web: two, runs in its context\ndb: three, does not run' });
  expect(calls.filter(({ name }) => name !== 'cluster.members')).toEqual([
    { name: 'cluster.evacuate', params: { member: 'one' } },
  ]);
  // It is shown as it is then.
  await expect.poll(() => calls.filter(({ name }) => name === 'cluster.members')).toHaveLength(2);
});

it('says first of all what was killed, since it was not in its context', async () => {
  const containers = [{ name: 'web', member: 'two', arrival: 'killed' }];
  show({ 'cluster.evacuate': () => ({ containers }) });
  await row('one');
  await press('Evacuate one…');
  await press('Evacuate');
  await expect
    .poll(() => last()?.text)
    .toBe('one is evacuated. 1 container was on it. web was killed there: not in its context.');
  expect(last()?.tone).toBe('failed');
});

it('offers each other member for the list of hosts, as the host that is shown is reached', async () => {
  const known = { ...cluster, proof: 'a'.repeat(64) };
  useWindow.setState({ hostId: 'ssh://ops@one:2222', hosts: [] });
  show({ 'cluster.members': () => ({ cluster: known }) });
  const two = await row('two');
  expect(screen.getByText(/^Add a second member/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Add host: one' })).toBeNull();
  await userEvent.click(within(two).getByRole('button', { name: 'Add host: two' }));
  const address = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Address' });
  expect(address.value).toBe('ssh://ops@10.0.7.2:2222');
});

it('says which members are in the window already', async () => {
  const known = { ...cluster, proof: 'a'.repeat(64) };
  const ending = new AbortController();
  const hosts = { 'ssh://one': 'one', 'ssh://two': 'two' };
  for (const [hostId, member] of Object.entries(hosts)) {
    recordCalls({ 'cluster.members': () => ({ cluster: { ...known, member } }) });
    const client = clientOf('lab');
    if (client === undefined) throw new Error('nothing is recorded');
    void runHostFollowers(hostId, client, ending.signal);
    await new Promise((resolve) => setTimeout(resolve));
  }
  useWindow.setState({ hostId: 'ssh://one', hosts: [] });
  show({ 'cluster.members': () => ({ cluster: known }) });
  expect((await row('two')).textContent).toContain('in the window as ssh://two');
  expect(screen.getByRole('button', { name: 'Add host: three' })).toBeTruthy();
  expect(screen.queryByText(/^Add a second member/)).toBeNull();
  ending.abort();
  for (const hostId of Object.keys(hosts)) clearStoresOf(hostId);
});

it('restores one that is evacuated, and neither one that is away nor without a connection', async () => {
  const calls = show({ 'cluster.restore': () => ({ containers: [] }) });
  await row('two');
  await press('Evacuate three…');
  expect((await screen.findByRole('tooltip')).textContent).toBe('It does not answer.');
  await press('Restore two…');
  await press('Restore');
  await expect.poll(() => last()?.text).toBe('two is restored. No container came back.');
  expect(calls).toContainEqual({ name: 'cluster.restore', params: { member: 'two' } });
  disconnect();
  await press('Evacuate one…');
  expect((await screen.findByRole('tooltip')).textContent).toBe('There is no connection to the host.');
});

it('says why an evacuation is not possible', async () => {
  show({
    'cluster.evacuate': () => {
      throw new Failure('member-not-ready', { member: 'two', reason: 'web: its module has another hash there' });
    },
  });
  await row('one');
  await press('Evacuate one…');
  await press('Evacuate');
  await expect
    .poll(() => last()?.text)
    .toBe('Cannot use the member two of the cluster: web: its module has another hash there.');
});
