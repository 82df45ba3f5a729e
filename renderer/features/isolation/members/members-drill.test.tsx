// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { Failure } from '../../../../contract/errors.ts';
import type { Cluster } from '../../../../contract/model/host/cluster.ts';
import { clusterOf, someMember } from '../../../../testing/models/cluster.ts';
import { clearHostStores } from '../../../host/host-stores.ts';
import { type Answers, disconnect, recordCalls } from '../../../testing/record-calls.ts';
import { useNotifications } from '../../../window/notifications.ts';
import { useCluster } from '../../containers/use-cluster.ts';
import { MembersDrillButton } from './members-drill-button.tsx';

const cluster = clusterOf(
  someMember('one'),
  someMember('two', { load: 0.5 }),
  someMember('three', { state: 'offline', message: 'no heartbeat for 20 s' }),
  someMember('four', { state: 'evacuated', message: 'in maintenance' }),
);

const findButton = (): Promise<HTMLElement> => screen.findByRole('button', { name: 'Across members…' });
const press = (name: string): Promise<void> => userEvent.click(screen.getByRole('button', { name }));

/**
 * Waits for another reader of the cluster, which asks after the button: when it has its answer, the button has one too.
 */
async function whenAnswered(): Promise<void> {
  render(<Answered />);
  await screen.findByText('answered');
}

function Answered() {
  const { cluster: read, problem } = useCluster();
  return read === undefined && problem === undefined ? null : <p>answered</p>;
}

/** Opens the dialog of a host in a cluster. */
async function open(answers: Answers = {}): Promise<ReturnType<typeof recordCalls>> {
  const calls = recordCalls({ 'cluster.members': () => ({ cluster }), ...answers });
  render(<MembersDrillButton />);
  await userEvent.click(await findButton());
  await screen.findByRole('combobox', { name: 'Storage pool' });
  return calls;
}

async function chooseMember(name: RegExp): Promise<void> {
  await userEvent.click(screen.getByRole('combobox', { name: 'Other member' }));
  await userEvent.click(await screen.findByRole('option', { name }));
}

afterEach(() => {
  cleanup();
  clearHostStores();
  useNotifications.setState({ notifications: [] });
});

it('runs the drill with the member, the image and the pool that were chosen', async () => {
  const calls = await open();
  expect(screen.getByRole('dialog', { name: 'Run the isolation drill across members' }).textContent).toMatch(
    /both containers are removed/,
  );
  await chooseMember(/^two: load 0.50/);
  const image = screen.getByRole('textbox', { name: 'Image' });
  await userEvent.clear(image);
  await userEvent.type(image, 'trixie');
  await press('Begin');
  expect(calls.at(-1)).toEqual({ name: 'drill.members', params: { member: 'two', image: 'trixie', pool: 'fast' } });
  await expect.poll(() => screen.queryByRole('dialog')).toBe(null);
});

it('offers the other members that are online, and begins nothing without one', async () => {
  const calls = await open();
  await press('Begin');
  expect((await screen.findByRole('tooltip')).textContent).toBe('Choose a member.');
  await userEvent.click(screen.getByRole('combobox', { name: 'Other member' }));
  const options = await screen.findAllByRole('option');
  expect(options.map(({ textContent }) => textContent)).toEqual(['two: load 0.50, 1 GiB of memory free']);
  expect(calls.some(({ name }) => name === 'drill.members')).toBe(false);
});

it('says what is wrong with an image', async () => {
  const calls = await open();
  await chooseMember(/^two/);
  const image = screen.getByRole('textbox', { name: 'Image' });
  await userEvent.clear(image);
  expect(screen.getByText('Enter an image that Incus has.')).toBeTruthy();
  await userEvent.type(image, '../x');
  expect(screen.getByText(/^The image must begin with a letter or digit/)).toBeTruthy();
  await press('Begin');
  expect(calls.some(({ name }) => name === 'drill.members')).toBe(false);
});

it('begins nothing when it is cancelled', async () => {
  const calls = await open();
  await chooseMember(/^two/);
  await press('Cancel');
  expect(calls.some(({ name }) => name === 'drill.members')).toBe(false);
});

it.each<[string, Cluster | null]>([
  ['without Incus', null],
  ['where Incus is alone', { ...clusterOf(someMember('one')), member: null }],
  ['where the cluster has one member', clusterOf(someMember('one'))],
])('is not offered %s', async (_, found) => {
  recordCalls({ 'cluster.members': () => ({ cluster: found }) });
  render(<MembersDrillButton />);
  await whenAnswered();
  expect(screen.queryByRole('button')).toBe(null);
});

it('is not offered where the cluster cannot be asked', async () => {
  recordCalls({
    'cluster.members': () => {
      throw new Failure('incus-unavailable', { reason: 'no majority' });
    },
  });
  render(<MembersDrillButton />);
  await whenAnswered();
  expect(screen.queryByRole('button')).toBe(null);
});

it('says that there is no connection any more', async () => {
  recordCalls({ 'cluster.members': () => ({ cluster }) });
  render(<MembersDrillButton />);
  await findButton();
  disconnect();
  await userEvent.click(await findButton());
  expect((await screen.findByRole('tooltip')).textContent).toBe('There is no connection to the host.');
  expect(screen.queryByRole('dialog')).toBe(null);
});
