// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { ContainerTable } from './container-table.tsx';

const all = ['web', 'staging'].map((name) => someContainer(name));
const select = vi.fn();
const sort = vi.fn();

function show(): void {
  render(
    <ContainerTable
      containers={all}
      all={all}
      counts={new Map([['web', 3]])}
      sort={{ key: 'name', isDescending: false }}
      onSort={sort}
      selected={new Set(['staging'])}
      onSelect={select}
    />,
  );
}

const row = (name: string): HTMLElement => screen.getByRole('row', { name: new RegExp(name) });

afterEach(() => {
  cleanup();
  clearHostStores();
  vi.clearAllMocks();
  window.location.hash = '';
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

it('the key s stops what runs and starts what is stopped', async () => {
  const calls = recordCalls();
  show();
  row('web').focus();
  await userEvent.keyboard('s{ArrowDown}s');
  expect(calls.map(({ name, params }) => [name, params])).toEqual([
    ['container.stop', { name: 'web', force: false }],
    ['container.start', { name: 'staging' }],
  ]);
});

it('the arrow keys move along the rows', async () => {
  show();
  row('web').focus();
  await userEvent.keyboard('{ArrowDown}');
  expect(document.activeElement).toBe(row('staging'));
  await userEvent.keyboard('{ArrowUp}');
  expect(document.activeElement).toBe(row('web'));
});

it('a row is added to the selection and taken out of it', async () => {
  show();
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select web' }));
  expect(select).toHaveBeenLastCalledWith(new Set(['staging', 'web']));
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select staging' }));
  expect(select).toHaveBeenLastCalledWith(new Set());
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
  expect(screen.getByRole('link', { name: '3' }).getAttribute('href')).toBe('#/containers/web/denials');
});
