// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fakeSample } from '../../../testing/models/sample.ts';
import { useFeeds } from '../../host/feeds.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { startLocation } from '../../window/location.ts';
import { useContainers } from '../containers/containers.ts';
import { addSamplesBeside, useSamples } from '../usage/samples.ts';
import { ContainersPage } from './containers-page.tsx';

const names = ['web', 'db', 'staging', 'metrics'];
const rows = (): readonly (string | undefined)[] =>
  [...document.querySelectorAll<HTMLElement>('.container-row')].map(({ dataset }) => dataset['name']);
const headings = (): readonly string[] =>
  screen.getAllByRole('columnheader').flatMap(({ textContent }) => textContent.replace(/[↑↓]/, '') || []);
const filter = (): HTMLInputElement => screen.getByRole('combobox', { name: 'Filter containers' });
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

beforeEach(() => {
  const height = vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  window.location.hash = '#/containers';
  startLocation();
  recordCalls();
  useContainers.setState({ byName: new Map(names.map((name) => [name, someContainer(name)])) });
  useFeeds.setState({ containers: { status: 'ready' } });
  return () => height.mockRestore();
});

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
  localStorage.clear();
  window.location.hash = '';
});

it('filters, says what is wrong, and clears (window 29)', async () => {
  render(<ContainersPage />);
  expect(rows()).toEqual(['db', 'metrics', 'staging', 'web']);
  await userEvent.type(filter(), 'stopped');
  expect(rows()).toEqual(['staging']);
  await userEvent.clear(filter());
  await userEvent.type(filter(), 'memory>abc');
  expect(screen.getByText(/^Cannot compare memory with "abc"/)).toBeTruthy();
  await userEvent.click(screen.getAllByRole('button', { name: 'Clear the filter' }).at(-1) ?? document.body);
  expect(rows()).toHaveLength(4);
});

it('columns are chosen and ordered, and stay so (window 29)', async () => {
  const page = render(<ContainersPage />);
  await press('Columns');
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Isolation' }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'Image' }));
  await press('Move CPU up');
  await userEvent.keyboard('{Escape}');
  const first = ['Name', 'CPU', 'State', 'Memory', 'Denials', 'Context', 'Health'];
  const shown = [...first, 'Uptime', 'Address', 'Processes', 'Image'];
  expect(headings()).toEqual([...shown, 'Actions']);
  page.unmount();
  render(<ContainersPage />);
  expect(headings()).toEqual([...shown, 'Actions']);
});

it('what a sample tells is shown, and the list is sorted and filtered by it', async () => {
  const { containers, ...sample } = fakeSample(1000, ['db', 'web']);
  const waiting = containers.map((one) =>
    one.name === 'web' ? { ...one, pressure: { ...one.pressure, memory: 20 } } : one,
  );
  useSamples.setState({ time: 1000 });
  addSamplesBeside([{ ...sample, containers: waiting }], () => true);
  localStorage.setItem('bulkhead.containers.columns', 'pressure');
  render(<ContainersPage />);
  await press('Memory pressure');
  expect(rows()).toEqual(['web', 'db', 'metrics', 'staging']);
  expect(screen.getAllByText('20 %')).toHaveLength(1);
  await userEvent.type(filter(), 'pressure>10');
  expect(rows()).toEqual(['web']);
});

it('where containers are on members of a cluster there is a column of them, by which they are sorted', async () => {
  const on = (name: string, member: string | null) =>
    someContainer(name, member === null ? {} : { engine: 'incus', member });
  const three = [on('web', 'one'), on('db', 'two'), on('cache', null)];
  useContainers.setState({ byName: new Map(three.map((container) => [container.name, container])) });
  render(<ContainersPage />);
  expect(headings()).toEqual(expect.arrayContaining(['Context', 'Member', 'Health']));
  await press('Member');
  expect(rows()).toEqual(['cache', 'web', 'db']);
  // The column says it, so the name has the room of the badge.
  expect(screen.queryByTitle('Incus on one')).toBeNull();
  await press('Columns');
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Member' }));
  await userEvent.keyboard('{Escape}');
  expect(headings()).not.toContain('Member');
  expect(screen.getByTitle('Incus on one')).toBeTruthy();
  await press('Columns');
  await press('Reset');
  await userEvent.keyboard('{Escape}');
  expect(headings()).toContain('Member');
});

it('a filter is kept under a name, used again, and forgotten', async () => {
  render(<ContainersPage />);
  await userEvent.type(filter(), '-state:running');
  await press('Filters');
  await userEvent.type(screen.getByRole('textbox', { name: 'Save this filter as' }), 'not running');
  await press('Save');
  await userEvent.keyboard('{Escape}');
  await userEvent.clear(filter());
  await press('Filters');
  await userEvent.click(within(screen.getByRole('dialog')).getByText('not running'));
  expect([filter().value, rows()]).toEqual(['-state:running', ['metrics', 'staging']]);
  await press('Filters');
  await press('Forget the filter not running');
  expect(localStorage.getItem('bulkhead.containers.filters')).toBe('[]');
});

it('a saved filter gets another name by the keyboard, at its place, and keeps it when that is left by Escape', async () => {
  localStorage.setItem(
    'bulkhead.containers.filters',
    JSON.stringify(['a', 'b'].map((name) => ({ name, filter: `name:${name}` }))),
  );
  render(<ContainersPage />);
  await press('Filters');
  await press('Rename the filter a');
  await userEvent.keyboard('front{Escape}');
  expect(screen.getByRole('button', { name: 'Rename the filter a' })).toBeTruthy();
  await press('Rename the filter a');
  await userEvent.keyboard('  front {Enter}');
  expect(JSON.parse(localStorage.getItem('bulkhead.containers.filters') ?? '')).toEqual([
    { name: 'front', filter: 'name:a' },
    { name: 'b', filter: 'name:b' },
  ]);
  await press('Rename the filter front');
  await userEvent.keyboard('b{Enter}');
  expect(JSON.parse(localStorage.getItem('bulkhead.containers.filters') ?? '')).toEqual([
    { name: 'b', filter: 'name:a' },
  ]);
});

it('a row that another tool removes leaves the list', () => {
  render(<ContainersPage />);
  act(() => useContainers.setState({ byName: new Map([['web', someContainer('web')]]) }));
  expect(rows()).toEqual(['web']);
});
