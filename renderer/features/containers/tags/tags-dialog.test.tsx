// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clearHostStores } from '../../../host/host-stores.ts';
import { recordCalls } from '../../../testing/record-calls.ts';
import { someContainer } from '../../../testing/some-containers.ts';
import { closeDialog, openDialog, useDialog } from '../../../window/dialogs.ts';
import { type Notification, useNotifications } from '../../../window/notifications.ts';
import { useContainers } from '../containers.ts';
import { TagsDialog } from './tags-dialog.tsx';

const tagged = [
  someContainer('web', { tags: ['front', 'prod'] }),
  someContainer('db', { tags: ['prod'] }),
  someContainer('wiki', { tags: ['old'] }),
];

function show(names: readonly string[]): void {
  openDialog({ kind: 'tags', names });
  render(<TagsDialog names={names} />);
}
const box = (tag: string): HTMLInputElement => screen.getByRole('checkbox', { name: tag });
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

/** Gives the latest notification. */
function notified(): Partial<Notification> {
  return useNotifications.getState().notifications.at(-1) ?? {};
}

beforeEach(() => {
  useNotifications.setState({ notifications: [] });
  useContainers.setState({ byName: new Map(tagged.map((one) => [one.name, one])) });
});

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
});

it('gives a tag to all and takes another from all, and asks nothing of who has it so already', async () => {
  const calls = recordCalls();
  show(['web', 'db']);
  expect([box('prod').checked, box('front').indeterminate, box('old').checked]).toEqual([true, true, false]);
  await userEvent.click(box('front'));
  await press('Apply');
  expect(calls).toEqual([{ name: 'container.tag', params: { name: 'db', add: ['front'], remove: [] } }]);
  expect(useDialog.getState().dialog.kind).toBe('none');
});

it('a tag that some have is given to all, taken from all, or left as it is', async () => {
  recordCalls();
  show(['web', 'db']);
  const look = (): readonly boolean[] => [box('front').checked, box('front').indeterminate];
  await userEvent.click(box('front'));
  expect(look()).toEqual([true, false]);
  await userEvent.click(box('front'));
  expect(look()).toEqual([false, false]);
  await userEvent.click(box('front'));
  expect(look()).toEqual([false, true]);
  await press('Apply');
  expect((await screen.findByRole('tooltip')).textContent).toBe('No tag has been changed.');
});

it('adds a new tag by the keyboard, in small letters, and says what is no tag', async () => {
  const calls = recordCalls();
  show(['web']);
  await userEvent.keyboard('Team A');
  expect(screen.getByText('Use small letters, digits, dots, dashes and underscores.')).toBeTruthy();
  await userEvent.keyboard('{Enter}');
  expect(screen.queryByRole('checkbox', { name: 'team a' })).toBeNull();
  await userEvent.keyboard('{Backspace}{Backspace}-a{Enter}');
  expect(box('team-a').checked).toBe(true);
  await press('Apply');
  expect(calls).toEqual([{ name: 'container.tag', params: { name: 'web', add: ['team-a'], remove: [] } }]);
});

it('is undone with one press, each container exactly as it was', async () => {
  const calls = recordCalls({ 'container.tag': () => ({}) });
  show(['web', 'db', 'wiki']);
  await userEvent.click(box('prod'));
  await userEvent.click(box('prod'));
  await userEvent.click(box('front'));
  await press('Apply');
  await expect.poll(() => notified().text).toBe('3 containers were given other tags.');
  expect(notified().action?.label).toBe('Undo');
  notified().action?.run();
  await expect.poll(() => notified().text).toBe('3 containers were given their former tags.');
  expect(calls.slice(3).map(({ params }) => params)).toEqual([
    { name: 'web', add: ['prod'], remove: [] },
    { name: 'db', add: ['prod'], remove: ['front'] },
    { name: 'wiki', add: [], remove: ['front'] },
  ]);
});
