// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import { clusterOf, someMember } from '../../../testing/models/cluster.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { cancelOperation, useOperations } from '../../host/operations.ts';
import { type Answers, recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { useNotifications } from '../../window/notifications.ts';
import { useContainers } from '../containers/containers.ts';
import { MoveManyDialog } from './move-many-dialog.tsx';

const names = ['web', 'db', 'mail'];
const containers = names.map((name) =>
  someContainer('web', {
    name,
    engine: 'incus',
    member: 'one',
    isManaged: true,
    state: name === 'db' ? 'stopped' : 'running',
  }),
);

function open(
  answers: Answers = {},
  loads: readonly number[] = [0.5, 0.2],
  chosen = names,
): ReturnType<typeof recordCalls> {
  useContainers.setState({ byName: new Map(containers.map((container) => [container.name, container])) });
  const [two = 0, three = 0] = loads;
  const calls = recordCalls({
    'cluster.members': () => ({
      cluster: clusterOf(
        someMember('one', { load: 0 }),
        someMember('two', { load: two }),
        someMember('three', { load: three }),
      ),
    }),
    'cluster.move': () => ({ container: containers[0], arrival: 'verified' }),
    ...answers,
  });
  render(<MoveManyDialog names={chosen} omitted={[{ name: 'plain', reason: 'It is no container of Incus.' }]} />);
  return calls;
}

const press = (): Promise<void> => userEvent.click(screen.getByRole('button', { name: 'Move' }));
const lastText = (): string | undefined => useNotifications.getState().notifications.at(-1)?.text;
const moves = (calls: ReturnType<typeof recordCalls>): unknown[] =>
  calls.filter(({ name }) => name === 'cluster.move').map(({ params }) => params);

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
  useNotifications.setState({ notifications: [] });
});

it('moves all to a member, one operation, and stops only those that run', async () => {
  const calls = open();
  expect(screen.getByText('plain is left out: It is no container of Incus.')).toBeTruthy();
  await userEvent.click(screen.getByRole('combobox', { name: 'Member' }));
  await userEvent.click(await screen.findByRole('option', { name: /^two/ }));
  await press();
  await expect.poll(lastText).toBe('3 containers were moved.');
  expect(moves(calls)).toEqual(names.map((name) => ({ name, member: 'two', stop: name !== 'db' })));
  expect(useOperations.getState().operations.map(({ title, fraction }) => [title, fraction])).toEqual([
    ['Moving 3 containers', 1],
  ]);
});

it('speaks of one where it is one, also of where it goes', async () => {
  open({}, [0.5, 0.2], ['db']);
  expect(screen.getByRole('combobox', { name: 'Member' }).textContent).toBe('The one with the least load');
  expect(screen.getByText('It is moved with its files, and is not started.')).toBeTruthy();
  expect(screen.queryByText(/one after another/)).toBeNull();
});

it('by load asks again for each, and never sends one to where it is', async () => {
  const calls = open();
  await screen.findByText(/of them run/);
  await press();
  await expect.poll(lastText).toBe('3 containers were moved.');
  expect(moves(calls)).toMatchObject(names.map((name) => ({ name, member: 'three' })));
  expect(calls.filter(({ name }) => name === 'cluster.members')).toHaveLength(4);
});

it('goes on after one that fails, and says why that was not moved', async () => {
  open({
    'cluster.move': (params) => {
      const { name } = params as { readonly name: string };
      if (name === 'db') throw new Failure('member-not-ready', { member: 'three', reason: 'another policy' });
      return { container: containers[0], arrival: 'verified' };
    },
  });
  await press();
  await expect.poll(lastText).toMatch(/^2 of 3 containers were moved\. db: .*another policy/);
});

it('moves one after another, and begins no more when it is cancelled', async () => {
  let answer: (value: unknown) => void = () => undefined;
  const calls = open({ 'cluster.move': () => new Promise((resolve) => (answer = resolve)) });
  await press();
  await expect.poll(() => moves(calls).length).toBe(1);
  cancelOperation(useOperations.getState().operations[0]?.id ?? -1);
  answer({ container: containers[0], arrival: 'verified' });
  await expect.poll(lastText).toMatch(/The rest was cancelled\.$/);
  expect(moves(calls)).toHaveLength(1);
});

it('says why there is nowhere to move to', async () => {
  open({ 'cluster.members': () => ({ cluster: null }) });
  expect(await screen.findByText('There is no Incus on this host.')).toBeTruthy();
});
