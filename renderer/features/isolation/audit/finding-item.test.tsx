// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { Finding, Mending } from '../../../../contract/model/wall-finding.ts';
import { clearHostStores } from '../../../host/host-stores.ts';
import { disconnect, recordCalls } from '../../../testing/record-calls.ts';
import { closeDialog, useDialog } from '../../../window/dialogs.ts';
import { FindingItem } from './finding-item.tsx';

function show(mending: Mending): void {
  const finding = {
    kind: 'unbounded-cgroups',
    id: 'unbounded-cgroups:web',
    severity: 'weak',
    containers: ['web'],
    summary: 'web has no limit.',
    evidence: ['memory.max is max'],
    mending,
  } as unknown as Finding;
  render(
    <ul>
      <FindingItem finding={finding} />
    </ul>,
  );
}

const byHelper = (act: 'separate' | 'remount' | 'stop' | 'restore-labels'): Mending => ({
  by: 'helper',
  act,
  container: 'web',
  summary: 'The helper does it.',
});
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
});

it.each([
  ['Assign new categories', 'separate', 'wall.separate'],
  ['Remount root', 'remount', 'wall.remount'],
  ['Stop container', 'stop', 'wall.stop'],
] as const)('%s is done by the helper, and then the host is checked again', async (label, act, name) => {
  const calls = recordCalls();
  show(byHelper(act));
  await press(label);
  expect(calls[0]).toEqual({ name, params: { name: 'web' } });
  await waitFor(() => expect(calls.at(-1)?.name).toBe('wall.audit'));
});

it('the labels are looked at first', async () => {
  const calls = recordCalls();
  show(byHelper('restore-labels'));
  await press('Check labels…');
  expect([useDialog.getState().dialog, calls]).toEqual([{ kind: 'labels', name: 'web' }, []]);
});

it('a press without a connection says so', async () => {
  const calls = recordCalls();
  disconnect();
  show(byHelper('stop'));
  await press('Stop container');
  expect([(await screen.findByRole('tooltip')).textContent, calls]).toEqual([
    'There is no connection to the host.',
    [],
  ]);
});

it('the commands for an administrator are copied', async () => {
  const user = userEvent.setup();
  show({ by: 'commands', summary: 'Run these.', commands: ['setenforce 1', 'getenforce'] });
  await user.click(screen.getByText('web has no limit.'));
  await user.click(screen.getByRole('button', { name: 'Copy the commands' }));
  expect(await navigator.clipboard.readText()).toBe('setenforce 1\ngetenforce');
});
