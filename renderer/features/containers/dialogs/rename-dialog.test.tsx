// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clearHostStores } from '../../../host/host-stores.ts';
import { recordCalls } from '../../../testing/record-calls.ts';
import { someContainer } from '../../../testing/some-containers.ts';
import { closeDialog } from '../../../window/dialogs.ts';
import { replaceRoute } from '../../../window/location.ts';
import { useNotifications } from '../../../window/notifications.ts';
import { useContainers } from '../containers.ts';
import { RenameDialog } from './rename-dialog.tsx';

const staging = someContainer('staging');

beforeEach(() => {
  useContainers.setState({ byName: new Map([staging, someContainer('web')].map((one) => [one.name, one])) });
});
afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
  useNotifications.setState({ notifications: [] });
});

async function type(name: string): Promise<void> {
  const field = screen.getByRole('textbox', { name: 'New name' });
  await userEvent.clear(field);
  if (name !== '') await userEvent.type(field, name);
}

it('renames, goes on to the page under the new name, and can be undone', async () => {
  const calls = recordCalls({ 'container.rename': () => staging });
  replaceRoute({ page: 'container', name: 'staging', tab: 'snapshots' });
  render(<RenameDialog name="staging" />);
  await type('shop');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => window.location.hash).toBe('#/containers/shop/snapshots');
  const { text, action } = useNotifications.getState().notifications.at(-1) ?? {};
  expect([text, action?.label]).toEqual(['staging is called shop now.', 'Undo']);
  action?.run();
  await expect.poll(() => calls.at(-1)?.params).toEqual({ name: 'shop', to: 'staging' });
});

it.each([
  ['staging', 'This is the name that it has.'],
  ['web', 'There is a container web already.'],
  ['', 'Enter a name.'],
  ['../x', 'The name must begin with a letter or digit'],
])('to %j is not asked for, and says why', async (name, reason) => {
  const calls = recordCalls();
  render(<RenameDialog name="staging" />);
  await type(name);
  await userEvent.click(screen.getByRole('button', { name: 'Rename' }));
  expect([(await screen.findByRole('tooltip')).textContent, calls]).toEqual([expect.stringContaining(reason), []]);
});
