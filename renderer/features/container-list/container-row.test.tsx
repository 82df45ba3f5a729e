// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { type ColumnId, usualColumns } from './columns.ts';
import { ContainerTable } from './container-table.tsx';

const all = ['web', 'staging'].map((name) => someContainer(name));
const many = Array.from({ length: 1000 }, (_, index) => someContainer('web', { name: `tenant-${index}` }));
const select = vi.fn();
const toggle = vi.fn();
const sort = vi.fn();

function show(containers = all, columns: readonly ColumnId[] = usualColumns): void {
  render(
    <ContainerTable
      containers={containers}
      all={containers}
      columns={columns}
      counts={new Map([['web', 3]])}
      grouping={{ isGrouped: false, collapsed: new Set(), toggleGroup: vi.fn() }}
      sort={{ key: 'name', isDescending: false }}
      onSort={sort}
      selected={new Set(['staging'])}
      onToggle={toggle}
      onSelect={select}
    />,
  );
}

const row = (name: string): HTMLElement => screen.getByRole('row', { name: new RegExp(name) });

/** happy-dom lays nothing out: the list is as high as 10 rows. */
beforeEach(() => {
  const height = vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(380);
  return () => height.mockRestore();
});

afterEach(() => {
  cleanup();
  clearHostStores();
  vi.clearAllMocks();
  window.location.hash = '';
});

it('shows state and verdict beside the name where they have no column (window M7)', () => {
  show(all, ['cpu']);
  const name = within(within(row('web')).getByRole('rowheader'));
  expect([name.getByText('running'), name.getByTitle(/^Unknown/)]).toHaveLength(2);
  cleanup();
  show();
  expect(within(within(row('web')).getByRole('rowheader')).queryByText('running')).toBeNull();
});

it('says of a container without an address why (N3)', () => {
  const [web, staging, db] = ['web', 'staging', 'db'].map((name) => someContainer(name, { addresses: [] }));
  const withProblems = [
    { ...web, addressProblem: 'table-full' },
    { ...staging, addressProblem: 'no-network' },
    { ...db, addresses: ['10.0.3.7'] },
  ] as readonly Container[];
  show([...withProblems]);
  const missing = within(row('web')).getByText('no address');
  expect(missing.title).toBe("The host's neighbour table is full, so the DHCP server cannot give it one");
  expect(within(row('staging')).getByTitle('It has no network').textContent).toBe('–');
  expect(within(row('db')).getByText('10.0.3.7')).toBeDefined();
});

it.each([
  ['{Enter}', '#/containers/web/overview'],
  ['t', '#/containers/web/terminal'],
])('the key %s opens a place of the container', async (key, hash) => {
  show();
  row('web').focus();
  await userEvent.keyboard(key);
  expect(window.location.hash).toBe(hash);
});

it('no letter on a row changes its container (window B4)', async () => {
  const calls = recordCalls();
  show();
  for (const letter of 'abcdefghijklmnopqrstuvwxyz0123456789') {
    row('web').focus();
    await userEvent.keyboard(letter);
  }
  expect(calls.filter(({ name }) => name !== 'container.health')).toEqual([]);
});

it('the arrow keys move along the rows', async () => {
  show();
  row('web').focus();
  await userEvent.keyboard('{ArrowDown}');
  expect(document.activeElement).toBe(row('staging'));
  await userEvent.keyboard('{ArrowUp}');
  expect(document.activeElement).toBe(row('web'));
});

it('of 1,000 rows only those are drawn that are seen, and the keys lead to all of them (window 11)', async () => {
  show(many);
  expect(screen.getAllByRole('row').length).toBeLessThan(30);
  expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('1001');
  row('tenant-0 ').focus();
  await userEvent.keyboard('{End}');
  expect(document.activeElement?.getAttribute('data-name')).toBe('tenant-999');
  await userEvent.keyboard('{Home}{PageDown}');
  expect(document.activeElement?.getAttribute('data-name')).toBe('tenant-12');
});

it('is one stop of the Tab key, with the controls of the row that was last used (window 30)', async () => {
  show();
  row('web').focus();
  await userEvent.keyboard('{ArrowDown}');
  const stops = [...screen.getByRole('grid').querySelectorAll('.container-rows [tabindex="0"]')];
  expect(stops.every((stop) => stop.closest('[data-name]')?.getAttribute('data-name') === 'staging')).toBe(true);
  expect(stops.length).toBeGreaterThan(3);
});

it('Escape clears the selection (window 30)', async () => {
  show();
  row('web').focus();
  await userEvent.keyboard('{Escape}');
  expect(select).toHaveBeenLastCalledWith(new Set());
});

it('a row is added to the selection and taken out of it', async () => {
  show();
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select web' }));
  row('staging').focus();
  await userEvent.keyboard('x');
  expect(toggle.mock.calls).toEqual([['web'], ['staging']]);
});

it('all rows are selected at once', async () => {
  show();
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select all' }));
  expect(select).toHaveBeenLastCalledWith(new Set(['web', 'staging']));
});

it('a heading sorts by its column', async () => {
  show();
  await userEvent.click(screen.getByRole('button', { name: /State/ }));
  expect(sort).toHaveBeenCalledWith({ key: 'state', isDescending: false });
});

it('the count of denials leads to the denials of the container', () => {
  show();
  expect(screen.getByRole('link', { name: '3 causes of denials of web to act on' }).getAttribute('href')).toBe(
    '#/containers/web/denials',
  );
});

it('one of Incus says its engine and member, and why it is not started here', async () => {
  show([someContainer('web'), someContainer('staging', { engine: 'incus', member: 'two', isManaged: false })]);
  expect(within(row('staging')).getByTitle('Incus on two').textContent).toBe('two');
  expect(within(row('web')).queryByTitle(/Incus/)).toBeNull();
});

it('a row says how many files of its container have their label while they are labelled', () => {
  const labelling = { ...someContainer('staging'), labelling: { files: 12_000, total: null } };
  show([labelling]);
  expect(within(row('staging')).getByText('labelling').title).toBe('labelling files: 12,000');
  cleanup();
  show([{ ...labelling, labelling: { files: 12_000, total: 30_500 } }]);
  expect(within(row('staging')).getByText('labels 39 %').title).toBe('labelling files: 12,000 of 30,500');
});
