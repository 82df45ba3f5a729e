// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { actionNames } from '../../../contract/actions.ts';
import type { Access, AccessCell, Grant } from '../../../contract/model/access/access.ts';
import type { Client } from '../../../rpc/client.ts';
import { useConnection } from '../../host/connection.ts';
import { AccessPage } from './access-page.tsx';
import { useAccess } from './access.ts';

const carol: Grant = { kind: 'user', name: 'carol', role: 'see', tag: null };
let sent: unknown[];
let state: { file: 'as-saved' | 'changed' | 'broken'; administrators: string[] };

function person(user: string, answer: AccessCell['answer']): Access['people'][number] {
  const cells = actionNames.map((action) => ({ action, answer, source: 'polkit', tags: null }) as const);
  return { user, uid: 1000, mayConnect: user !== 'eve', sees: null, cells };
}

/** Denies everything here to people with a role, so that a role takes away. */
function accessOf(grants: readonly Grant[]): Access {
  const people = ['alice', 'bob', 'carol'].map((user) =>
    person(user, grants.some(({ name }) => name === user) ? 'denied' : 'password'),
  );
  return { people, leftOut: 0, administrators: state.administrators, unknown: [] };
}

beforeEach(() => {
  sent = [];
  state = { file: 'as-saved', administrators: ['alice'] };
  useAccess.setState({ found: { status: 'loading' }, draft: undefined });
  const request = async (operation: string, params: { grants?: Grant[] }) => {
    sent.push([operation, params]);
    if (operation === 'access.query')
      return { ...accessOf([carol]), grants: [carol], file: state.file, caller: 'alice' };
    return operation === 'access.preview' ? accessOf(params.grants ?? []) : { grants: params.grants };
  };
  useConnection.setState({
    connection: { status: 'connected', hostId: 'lab', client: { request } as unknown as Client },
  });
});
afterEach(cleanup);

async function give(name: string): Promise<void> {
  render(<AccessPage />);
  fireEvent.change(await screen.findByLabelText('Name'), { target: { value: name } });
  fireEvent.click(screen.getByRole('button', { name: 'Give role' }));
}

it('shows each person and action, and what a role would change before it is saved', async () => {
  await give('bob');
  expect(await screen.findByText(/answers change for bob/)).toBeTruthy();
  const matrix = screen.getByRole('table', { name: 'People and actions' });
  expect(within(matrix).getAllByText('password', { selector: 'del' })).toHaveLength(actionNames.length);
  expect(sent.map((call) => (call as [string])[0])).toEqual(['access.query', 'access.preview']);
  fireEvent.click(screen.getByRole('button', { name: 'Save roles' }));
  await waitFor(() =>
    expect(sent).toContainEqual([
      'access.set-roles',
      { before: [carol], grants: [carol, { kind: 'user', name: 'bob', role: 'see', tag: null }] },
    ]),
  );
});

it('asks before it takes rights from the one who saves, and not before others', async () => {
  await give('alice');
  await screen.findByText(/answers change for alice/);
  fireEvent.click(screen.getByRole('button', { name: 'Save roles' }));
  expect(await screen.findByRole('dialog', { name: 'Take rights away from yourself?' })).toBeTruthy();
  expect(sent.map((call) => (call as [string])[0])).not.toContain('access.set-roles');
});

it('does not save where root alone would be left', async () => {
  state.administrators = [];
  await give('bob');
  await screen.findByText(/answers change for bob/);
  fireEvent.click(screen.getByRole('button', { name: 'Save roles' }));
  expect(sent.map((call) => (call as [string])[0])).not.toContain('access.set-roles');
});

it('throws a draft away, and takes a role back by the same preview', async () => {
  render(<AccessPage />);
  fireEvent.click(await screen.findByRole('button', { name: 'Remove the role of carol' }));
  await screen.findByText(/answers change for carol/);
  expect(sent.at(-1)).toEqual(['access.preview', { grants: [] }]);
  fireEvent.click(screen.getByRole('button', { name: 'Discard' }));
  expect(screen.queryByText(/answers change/)).toBeNull();
});

it.each([
  ['changed', /Another program changed the file/],
  ['broken', /cannot be understood/],
] as const)('says so where the file is %s', async (file, text) => {
  state.file = file;
  render(<AccessPage />);
  expect((await screen.findByRole('alert')).textContent).toMatch(text);
});
