// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { clearHostStores } from '../../../host/host-stores.ts';
import { recordCalls } from '../../../testing/record-calls.ts';
import { someContainer } from '../../../testing/some-containers.ts';
import { closeDialog, openDialog, useDialog } from '../../../window/dialogs.ts';
import { useContainers } from '../containers.ts';
import { LimitsDialog } from './limits-dialog.tsx';

const names = ['web', 'db'];

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
});

it('changes only the limits that are typed, of each container', async () => {
  useContainers.setState({ byName: new Map(names.map((name) => [name, someContainer(name)])) });
  openDialog({ kind: 'limits', names });
  render(<LimitsDialog names={names} />);
  const calls = recordCalls();
  await userEvent.click(screen.getByRole('button', { name: 'Apply' }));
  expect((await screen.findByRole('tooltip')).textContent).toBe('No limit has been changed.');
  const memory = screen.getByRole('textbox', { name: 'Memory limit' });
  expect(memory.getAttribute('placeholder')).toBe('unchanged: they differ');
  await userEvent.type(memory, '1G');
  await userEvent.type(screen.getByRole('textbox', { name: 'Process limit' }), 'none');
  await userEvent.click(screen.getByRole('button', { name: 'Apply' }));
  expect(calls.map(({ params }) => params)).toEqual(
    names.map((name) => ({ name, limits: { memoryBytes: 1024 ** 3, pids: null } })),
  );
  expect(useDialog.getState().dialog.kind).toBe('none');
});
