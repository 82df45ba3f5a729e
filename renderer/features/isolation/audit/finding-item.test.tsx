// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { Finding, Fix, FixOperation } from '../../../../contract/model/isolation-finding.ts';
import { clearHostStores } from '../../../host/host-stores.ts';
import { disconnect, recordCalls } from '../../../testing/record-calls.ts';
import { someContainer } from '../../../testing/some-containers.ts';
import { closeDialog, useDialog } from '../../../window/dialogs.ts';
import { useContainers } from '../../containers/containers.ts';
import { FindingItem } from './finding-item.tsx';

function show(fix: Fix, kind: Finding['kind'] = 'unbounded-cgroups'): void {
  const finding = {
    kind,
    id: 'unbounded-cgroups:web',
    severity: 'weak',
    containers: ['web'],
    summary: 'web has no limit.',
    evidence: ['memory.max is max'],
    fix,
  } as unknown as Finding;
  render(
    <ul>
      <FindingItem finding={finding} />
    </ul>,
  );
}

const byHelper = (operation: FixOperation): Fix => ({
  by: 'helper',
  operation,
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
  ['Assign new categories', 'reassign-categories', 'isolation.reassign-categories'],
  ['Remount root', 'remount-root', 'isolation.remount-root'],
] as const)('%s is done by the helper, and then the host is checked again', async (label, operation, name) => {
  const calls = recordCalls({ [name]: () => someContainer('web') });
  show(byHelper(operation));
  await press(label);
  expect(calls[0]).toEqual({ name, params: { name: 'web' } });
  await waitFor(() => expect(calls.at(-1)?.name).toBe('isolation.audit'));
});

it.each([
  ['Assign new categories', 'reassign-categories', /^Its context is a key of Incus/],
  ['Check labels…', 'restore-labels', /^Its files are labelled by the mount/],
] as const)('%s says why a container of Incus cannot have it', async (label, operation, words) => {
  useContainers.setState({ byName: new Map([['web', { ...someContainer('web'), engine: 'incus' }]]) });
  const calls = recordCalls();
  show(byHelper(operation));
  await press(label);
  expect((await screen.findByRole('tooltip')).textContent).toMatch(words);
  expect([useDialog.getState().dialog, calls]).toEqual([{ kind: 'none' }, []]);
});

it('the labels are looked at first', async () => {
  const calls = recordCalls();
  show(byHelper('restore-labels'));
  await press('Check labels…');
  expect([useDialog.getState().dialog, calls]).toEqual([{ kind: 'labels', name: 'web' }, []]);
});

it.each([
  ['legacy-intranet', ['Adopt…', 'Kill…']],
  ['web', ['Stop', 'Kill…']],
])(
  'of %s that is not confined, the first fix is the least destructive, and a kill asks (window B3)',
  async (name, labels) => {
    const calls = recordCalls();
    useContainers.setState({ byName: new Map([[name, someContainer(name)]]) });
    show({ ...byHelper('kill'), container: name } as Fix);
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(labels);
    await press('Kill…');
    expect([useDialog.getState().dialog, calls]).toEqual([{ kind: 'confirm', change: 'kill', names: [name] }, []]);
  },
);

it('a press without a connection says so', async () => {
  const calls = recordCalls();
  disconnect();
  show(byHelper('kill'));
  await press('Kill…');
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

it.each(['permissive-host', 'selinux-disabled'] as const)(
  '%s leads to the page that changes it (window m7)',
  (kind) => {
    show({ by: 'commands', summary: 'Enforce the policy.', commands: ['setenforce 1'] }, kind);
    expect(screen.getByRole('link', { name: 'SELinux of this host' }).getAttribute('href')).toBe('#/selinux');
  },
);
