// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';

const pane = (id: number, content: object) => ({ id, hostId: 'lab', container: 'web', content });
const terminal = {
  kind: 'terminal',
  number: 3,
  title: 'deploy',
  choice: { command: ['rm', '-rf', '/srv'], user: 'www', folder: '/srv' },
  session: { id: 'kept-1', hostId: 'lab' },
} as const;
const workspace = { layout: { kind: 'pane', id: 1 }, active: 1, panes: [pane(1, terminal)] } as const;
const stored = (): unknown => JSON.parse(localStorage.getItem('bulkhead.workspaces') ?? 'null');

/** What a window that was just started knows of them. */
async function start() {
  vi.resetModules();
  return import('./saved-workspaces.ts');
}

afterEach(() => localStorage.clear());

it('keeps what is shown where, and neither a session nor a command', async () => {
  const { saveWorkspace } = await start();
  saveWorkspace('  night ', workspace as never);
  const { useSavedWorkspaces } = await start();
  const begun = { kind: 'terminal', number: 3, title: 'deploy', choice: { user: 'www', folder: '/srv' } };
  expect(useSavedWorkspaces.getState().saved).toEqual([
    { name: 'night', workspace: { ...workspace, panes: [pane(1, begun)] } },
  ]);
});

it('are listed by their names, one for each; another name stays one of them', async () => {
  const { saveWorkspace, renameSaved, removeSaved, useSavedWorkspaces } = await start();
  for (const name of ['web', 'db', 'web']) saveWorkspace(name, workspace as never);
  const names = () => useSavedWorkspaces.getState().saved.map(({ name }) => name);
  expect(names()).toEqual(['db', 'web']);
  renameSaved('db', 'x\u202ey');
  expect(names()).toEqual(['web', 'x\u202ey']);
  removeSaved('web');
  expect(stored()).toMatchObject([{ name: 'x\u202ey' }]);
});

it('do not lose what another window has saved meanwhile', async () => {
  const { saveWorkspace } = await start();
  localStorage.setItem('bulkhead.workspaces', JSON.stringify([{ name: 'other', workspace }]));
  saveWorkspace('own', workspace as never);
  expect(stored()).toMatchObject([{ name: 'other' }, { name: 'own' }]);
});

it.each([
  ['no list', '"x"', []],
  ['no JSON', '[', []],
  ['one with a pane too many', JSON.stringify([{ name: 'bad', workspace: { ...workspace, panes: [] } }]), []],
  ['a name too long', JSON.stringify([{ name: 'x'.repeat(61), workspace }]), []],
  ['one that fits beside one that does not', JSON.stringify([{ name: 'a', workspace }, 7]), ['a']],
])('what cannot be read is left out: %s', async (_, text, names) => {
  localStorage.setItem('bulkhead.workspaces', text);
  const { useSavedWorkspaces } = await start();
  expect(useSavedWorkspaces.getState().saved.map(({ name }) => name)).toEqual(names);
});
