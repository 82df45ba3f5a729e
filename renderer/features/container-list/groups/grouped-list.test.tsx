// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useFeeds } from '../../../host/feeds.ts';
import { clearHostStores } from '../../../host/host-stores.ts';
import { recordCalls } from '../../../testing/record-calls.ts';
import { someContainer } from '../../../testing/some-containers.ts';
import { closeDialog, useDialog } from '../../../window/dialogs.ts';
import { startLocation } from '../../../window/location.ts';
import { useContainers } from '../../containers/containers.ts';
import { ContainersPage } from '../containers-page.tsx';

const tagged = [
  someContainer('web', { tags: ['front', 'prod'] }),
  someContainer('db', { tags: ['prod'] }),
  someContainer('staging', { tags: ['front'] }),
  someContainer('wiki', { tags: [] }),
];
const heading = (tag: string): HTMLElement => screen.getByRole('row', { name: new RegExp(`^Select all of ${tag} `) });
/** Names of containers, and of groups in brackets, as they are drawn. */
const drawn = (): readonly string[] =>
  [...document.querySelectorAll<HTMLElement>('.container-row')].map(
    ({ dataset }) => dataset['name'] ?? `[${dataset['group'] ?? ''}]`,
  );
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

beforeEach(() => {
  const height = vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  window.location.hash = '#/containers';
  startLocation();
  useContainers.setState({ byName: new Map(tagged.map((one) => [one.name, one])) });
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

async function openGrouped(): Promise<ReturnType<typeof render>> {
  const page = render(<ContainersPage />);
  await press('Group by tag');
  return page;
}

it('is grouped by tag with a count for each group, and stays so in the next window', async () => {
  recordCalls();
  const page = await openGrouped();
  const whole = ['[front]', 'staging', 'web', '[prod]', 'db', 'web', '[No tag]', 'wiki'];
  expect(drawn()).toEqual(whole);
  expect(screen.getByRole('treegrid').getAttribute('aria-rowcount')).toBe('9');
  expect(within(heading('front')).getByText('2 containers, 1 running')).toBeTruthy();
  await userEvent.click(within(heading('prod')).getByRole('button', { name: /^prod/ }));
  page.unmount();
  render(<ContainersPage />);
  expect(drawn()).toEqual(['[front]', 'staging', 'web', '[prod]', '[No tag]', 'wiki']);
  expect(heading('prod').getAttribute('aria-expanded')).toBe('false');
  await press('Group by tag');
  expect(drawn()).toEqual(['db', 'staging', 'web', 'wiki']);
});

it('collapses, opens and is left by the arrow keys', async () => {
  recordCalls();
  await openGrouped();
  heading('front').focus();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  expect(document.activeElement?.getAttribute('data-name')).toBe('web');
  await userEvent.keyboard('{ArrowLeft}');
  expect(document.activeElement).toBe(heading('front'));
  await userEvent.keyboard('{ArrowLeft}');
  expect(drawn().slice(0, 2)).toEqual(['[front]', '[prod]']);
  await userEvent.keyboard('{ArrowRight}');
  expect(drawn().slice(0, 2)).toEqual(['[front]', 'staging']);
});

it('selects a group as a whole, and a container in all of its groups', async () => {
  recordCalls();
  await openGrouped();
  heading('prod').focus();
  await userEvent.keyboard('x');
  expect(screen.getByText('2 selected')).toBeTruthy();
  const front = within(heading('front')).getByRole<HTMLInputElement>('checkbox');
  expect([front.checked, front.indeterminate]).toEqual([false, true]);
  expect(
    screen.getAllByRole<HTMLInputElement>('checkbox', { name: 'Select web' }).map(({ checked }) => checked),
  ).toEqual([true, true]);
  await userEvent.keyboard(' ');
  expect(screen.queryByText(/selected/)).toBeNull();
});

it.each([
  ['Start', [{ name: 'container.start', params: { name: 'staging' } }]],
  ['Restart', [{ name: 'container.restart', params: { name: 'web' } }]],
])('does "%s" to those of the group that it is for', async (label, expected) => {
  const calls = recordCalls();
  await openGrouped();
  await press('Actions for all of front');
  await userEvent.click(screen.getByRole('menuitem', { name: new RegExp(`^${label} 1 of 2$`) }));
  expect(calls.filter(({ name }) => name.startsWith('container.st') || name.startsWith('container.re'))).toEqual(
    expected,
  );
});

it.each(['limits', 'tags'] as const)('opens the %s of the whole group', async (kind) => {
  recordCalls();
  await openGrouped();
  await press('Actions for all of prod');
  await userEvent.click(screen.getByRole('menuitem', { name: new RegExp(`^${kind}…`, 'i') }));
  expect(useDialog.getState().dialog).toEqual({ kind, names: ['db', 'web'], omitted: [] });
});

it('filters by a whole tag, and says which tags there are', async () => {
  recordCalls();
  render(<ContainersPage />);
  const filter = screen.getByRole('combobox', { name: 'Filter containers' });
  await userEvent.type(filter, 'tag:');
  expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
    'frontOne of its tags',
    'prodOne of its tags',
  ]);
  await userEvent.type(filter, 'pro');
  expect(drawn()).toEqual([]);
  await userEvent.type(filter, 'd');
  expect(drawn()).toEqual(['db', 'web']);
  await userEvent.type(filter, 'x');
  expect(screen.getByText(/No tag is called "prodx"/)).toBeTruthy();
});
