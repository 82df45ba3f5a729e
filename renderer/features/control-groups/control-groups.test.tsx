// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fail } from '../../../contract/errors.ts';
import { fakeControlGroup } from '../../../testing/models/control-group.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { ControlGroupsPage } from './control-groups-page.tsx';

const groups = [
  fakeControlGroup({ path: '/', processes: null, memoryBytes: null }),
  fakeControlGroup({
    path: '/lxc.payload.web',
    container: 'web',
    memoryBytes: 512 * 1024 ** 2,
    maxMemoryBytes: 1024 ** 3,
    highMemoryBytes: 768 * 1024 ** 2,
    isFrozen: true,
  }),
  fakeControlGroup({ path: '/user.slice' }),
  fakeControlGroup({ path: '/user.slice/user-1000.slice' }),
  fakeControlGroup({ path: '/user.slice/user-1000.slice/odd\u202e\u001b' }),
];
let omitted: number;

beforeEach(() => {
  omitted = 0;
  recordCalls({ 'cgroup.list': () => ({ readAt: 1000, groups, omitted }) });
});
afterEach(() => {
  cleanup();
  clearHostStores();
});

async function shown(): Promise<readonly string[]> {
  const [, ...rows] = within(await screen.findByRole('table')).getAllByRole('row');
  return rows.map((row) => within(row).getByRole('rowheader').textContent);
}

it('shows the tree, folded below units, and unfolds it', async () => {
  render(<ControlGroupsPage />);
  expect(await shown()).toEqual(['/', 'webfrozen', 'user.slice', 'user-1000.slice']);
  await userEvent.click(screen.getByRole('button', { name: 'Show what is below user-1000.slice' }));
  expect((await shown()).at(-1)).toMatch(/^odd.*202e/i);
  await userEvent.click(screen.getByRole('button', { name: 'Fold what is below user.slice' }));
  expect(await shown()).toEqual(['/', 'webfrozen', 'user.slice']);
  await userEvent.click(screen.getByRole('button', { name: 'Show what is below user.slice' }));
  expect(await shown()).toHaveLength(5);
});

it('has a bar and a link for a container with a limit', async () => {
  render(<ControlGroupsPage />);
  expect((await screen.findByRole('link', { name: 'web' })).getAttribute('href')).toBe('#/containers/web/overview');
  expect(screen.getByText('512 MiB of 1 GiB', { exact: false }).title).toBe('Slowed down above 768 MiB');
  const [bar, ...others] = screen.getAllByRole('meter');
  expect([bar?.getAttribute('aria-valuenow'), others]).toEqual(['50', []]);
});

it('finds a group wherever it is folded, and says when there is none', async () => {
  render(<ControlGroupsPage />);
  await screen.findByRole('table');
  await userEvent.type(screen.getByRole('searchbox'), 'odd');
  expect(await shown()).toHaveLength(4);
  expect(screen.queryByRole('button', { name: /^(?:Fold|Show) what/ })).toBeNull();
  await userEvent.type(screen.getByRole('searchbox'), ' nothing');
  await userEvent.click(await screen.findByRole('button', { name: 'Clear filter' }));
  expect(await shown()).toHaveLength(4);
});

it('says how many are not shown', async () => {
  omitted = 7;
  render(<ControlGroupsPage />);
  expect(await screen.findByText('5 groups, and 7 more that are not shown')).toBeTruthy();
});

it('says why there is no tree', async () => {
  recordCalls({ 'cgroup.list': () => fail('not-authorised', { action: 'view-host' }) });
  render(<ControlGroupsPage />);
  expect((await screen.findByText(/not authorised to see the host/)).textContent).toBeTruthy();
});
