// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { clusterOf, someMember } from '../../../testing/models/cluster.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { type Answers, recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { useNotifications } from '../../window/notifications.ts';
import { useContainers } from '../containers/containers.ts';
import { ElsewhereDialog } from './elsewhere-dialog.tsx';

const web = someContainer('web', { engine: 'incus', member: 'one', isManaged: true, state: 'running' });

const cluster = clusterOf(
  someMember('one'),
  someMember('two', { load: 0.5 }),
  someMember('three', { state: 'offline', message: 'no heartbeat for 20 s' }),
);

function open(container: Container, answers: Answers = {}): ReturnType<typeof recordCalls> {
  useContainers.setState({ byName: new Map([['web', container]]) });
  const calls = recordCalls({
    'cluster.members': () => ({ cluster }),
    'cluster.move': () => ({ container, arrival: container.state === 'stopped' ? 'stopped' : 'verified' }),
    ...answers,
  });
  render(<ElsewhereDialog name="web" />);
  return calls;
}

async function choose(name: RegExp): Promise<void> {
  await userEvent.click(screen.getByRole('combobox', { name: 'Member' }));
  await userEvent.click(await screen.findByRole('option', { name }));
}

const press = (): Promise<void> => userEvent.click(screen.getByRole('button', { name: 'Move' }));
const lastText = (): string | undefined => useNotifications.getState().notifications.at(-1)?.text;

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
  useNotifications.setState({ notifications: [] });
});

it('one that runs is stopped for the move, and what the helper there has read is said', async () => {
  const calls = open(web);
  await choose(/^two: load 0.50, 1 GiB of memory free$/);
  await press();
  await expect.poll(lastText).toBe('web is on two, where it runs in its context.');
  expect(calls.at(-1)).toEqual({ name: 'cluster.move', params: { name: 'web', member: 'two', stop: true } });
});

it('one that does not run is moved only', async () => {
  const calls = open({ ...web, state: 'stopped' });
  await choose(/^two/);
  await press();
  await expect.poll(lastText).toBe('web is on two. It does not run.');
  expect(calls.at(-1)?.params).toEqual({ name: 'web', member: 'two', stop: false });
});

it('offers no member that is away, nor the one where it is, and moves nothing without a choice', async () => {
  const calls = open(web);
  await press();
  expect((await screen.findByRole('tooltip')).textContent).toBe('Choose a member.');
  await userEvent.click(screen.getByRole('combobox', { name: 'Member' }));
  const options = await screen.findAllByRole('option');
  expect(options.map((one) => [one.textContent, one.getAttribute('aria-disabled')])).toEqual([
    ['two: load 0.50, 1 GiB of memory free', null],
    ['three: no heartbeat for 20 s', 'true'],
  ]);
  expect(calls.map(({ name }) => name)).toEqual(['cluster.members']);
});

it('says why when the cluster cannot be asked', async () => {
  open(web, {
    'cluster.members': () => {
      throw new Failure('incus-unavailable', { reason: 'no majority' });
    },
  });
  expect(await screen.findByText(/Cannot reach Incus: no majority/)).toBeTruthy();
});

it('says why when the helper there does not let it come', async () => {
  open(web, {
    'cluster.move': () => {
      throw new Failure('member-not-ready', { member: 'two', reason: 'another policy' });
    },
  });
  await choose(/^two/);
  await press();
  await expect.poll(lastText).toMatch(/another policy/);
});

it('a container of LXC goes to another host', () => {
  open(someContainer('web'));
  expect(screen.getByRole('dialog', { name: 'Copy web to another host' })).toBeTruthy();
});
