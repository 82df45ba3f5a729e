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
  const cpuSet = screen.getByRole('textbox', { name: 'CPU set' });
  await userEvent.type(cpuSet, '0-3;6');
  await userEvent.click(screen.getByRole('button', { name: 'Apply' }));
  expect(calls).toEqual([]);
  expect(screen.getByText('Must be a list of processors such as 0-3,6.')).toBeTruthy();
  await userEvent.clear(cpuSet);
  await userEvent.type(cpuSet, '0-3, 6');
  await userEvent.type(screen.getByRole('textbox', { name: 'CPU weight' }), '200{Enter}');
  expect(calls.map(({ params }) => params)).toEqual(
    names.map((name) => ({ name, limits: { memoryBytes: 1024 ** 3, pids: null, cpuSet: '0-3,6', cpuWeight: 200 } })),
  );
  expect(useDialog.getState().dialog.kind).toBe('none');
});
