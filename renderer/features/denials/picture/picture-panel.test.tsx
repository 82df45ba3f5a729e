// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { flowsOf } from '../model/denial-flows.ts';
import { groupReason } from '../model/denial-tone.ts';
import { fakeEvent, fakeGroup } from '../../../../testing/models/denial.ts';
import { type FocusStep, flowsWithin } from './picture-focus.ts';
import { PicturePanel } from './picture-panel.tsx';

const target = { user: 'system_u', role: 'object_r', type: 'any_t', level: 's0' };

function group(id: string, changes: Partial<DenialGroup>): DenialGroup {
  const base = {
    reason: 'no-rule',
    targetType: 'shadow_t',
    count: 2,
    sample: fakeEvent({ target, name: null }),
  } as const;
  return fakeGroup({ id, ...base, ...changes });
}

const groups = [
  group('a', {
    containers: ['web'],
    reason: 'other-categories',
    targetType: 'bulkhead_file_t',
    count: 9,
    sample: fakeEvent({ path: '/srv/\u202Edb', target: { ...target, type: 'bulkhead_file_t', level: 's0:c5,c6' } }),
  }),
  group('b', { containers: ['web'] }),
  group('c', { containers: ['db'], targetType: 'system_map_t' }),
  group('d', { containers: ['db'], targetType: 'sysctl_t', comms: ['ls'] }),
  group('e', { containers: [], sourceType: 'dnsmasq_t' }),
];
const flows = flowsOf({
  groups,
  counts: undefined,
  toneOf: (one) => groupReason(one).tone,
  container: undefined,
});
const owners = [{ name: 'db', categories: ['c5', 'c6'] }];
const onOpenGroup = vi.fn();

function Panel() {
  const [steps, setSteps] = useState<readonly FocusStep[]>([]);
  return (
    <PicturePanel
      flows={flows}
      shown={flowsWithin(flows, steps, false)}
      top="lab"
      isOneContainer={false}
      owners={owners}
      steps={steps}
      onSteps={setSteps}
      offer={undefined}
      openGroup={undefined}
      onOpenGroup={onOpenGroup}
    />
  );
}

/** happy-dom lays nothing out. */
beforeEach(() => {
  Element.prototype.scrollIntoView = () => undefined;
});
afterEach(() => {
  cleanup();
  onOpenGroup.mockReset();
});

const grid = (): HTMLElement => screen.getByRole('grid', { name: 'Denials by who and what' });
const focusedName = (): string | null | undefined => document.activeElement?.getAttribute('aria-label');

it('is a table with the count and the verdict in each cell', () => {
  render(<Panel />);
  const names = within(grid())
    .getAllByRole('button')
    .map((button) => button.getAttribute('aria-label'));
  expect(names).toEqual([
    'Other containers: 9 denials',
    'Kernel: 4 denials',
    'Host files: 4 denials',
    'web: 11 denials',
    'web, Other containers: 9 denials of one cause, blocked by container isolation',
    'web, Host files: 2 denials of one cause, blocked: no rule allows it',
    'db: 4 denials',
    'db, Kernel: 4 denials of 2 causes, blocked: no rule allows it',
    'dnsmasq_t: 2 denials, on the host',
    'dnsmasq_t on the host, Host files: 2 denials of one cause, blocked: no rule allows it',
  ]);
  expect(within(grid()).getAllByRole('columnheader')).toHaveLength(8);
});

it('is used by keyboard alone: to a cell, into its flow, and back to the cell', async () => {
  const user = userEvent.setup();
  render(<Panel />);
  screen.getByRole('button', { name: 'Table' }).focus();
  await user.tab();
  expect(focusedName()).toMatch(/^web, Other containers/);
  await user.keyboard('{ArrowRight}');
  expect(focusedName()).toMatch(/^web, Host files/);
  await user.keyboard('{ArrowDown}');
  expect(focusedName()).toMatch(/^dnsmasq_t on the host, Host files/);
  await user.keyboard('{Home}');
  expect(focusedName()).toBe('dnsmasq_t: 2 denials, on the host');
  await user.keyboard('{ArrowUp}{ArrowRight}');
  expect(focusedName()).toMatch(/^db, Kernel/);
  await user.keyboard('{Enter}');
  expect(screen.queryByRole('grid')).toBe(null);
  expect(screen.getByRole('group', { name: 'Graph of denials' }).contains(document.activeElement)).toBe(true);
  await user.keyboard('{Escape}');
  expect(focusedName()).toMatch(/^db, Kernel/);
});

it('shows of a cell only its own flow, as bands and as a table', async () => {
  render(<Panel />);
  await userEvent.click(screen.getByRole('button', { name: /^db, Kernel/ }));
  const nodes = within(screen.getByRole('group', { name: 'Graph of denials' })).getAllByRole('button');
  expect(nodes.map((node) => node.dataset['node'])).toEqual([
    'program cat',
    'domain bulkhead_t',
    'access file { read }',
    'object system_map_t',
    'program ls',
    'object sysctl_t',
  ]);
  const table = screen.getByRole('table', { name: 'Denials from container to object' });
  expect(within(table).getAllByRole('row')).toHaveLength(3);
  await userEvent.click(nodes[3] as HTMLElement);
  expect(onOpenGroup).toHaveBeenCalledWith('c');
});

it('opens a whole row and a whole column', async () => {
  render(<Panel />);
  await userEvent.click(screen.getByRole('button', { name: 'web: 11 denials' }));
  expect(screen.getByRole('navigation', { name: 'Zoom level' }).textContent).toBe('lab›web');
  await userEvent.click(screen.getByRole('button', { name: 'lab' }));
  await userEvent.click(screen.getByRole('button', { name: 'Host files: 4 denials' }));
  expect(screen.getByRole('button', { name: /^container web/ })).toBeTruthy();
  expect(screen.getByRole('button', { name: /^container the host/ })).toBeTruthy();
});

it('shows who was denied objects of whom as a grid, and leads to one cell of it by keyboard (window, section 4)', async () => {
  render(<Panel />);
  await userEvent.click(screen.getByRole('button', { name: /^Other containers: / }));
  const between = screen.getByRole('grid', { name: 'Denials between containers' });
  const cell = within(between).getByRole('gridcell', { name: 'web was denied access to db 9 times: blocked.' });
  expect(cell.textContent).toBe('9');
  expect(document.activeElement).toBe(cell);
  await userEvent.keyboard('{Escape}');
  expect(focusedName()).toBe('Other containers: 9 denials');
  await userEvent.keyboard('{Enter}{Enter}');
  expect(screen.getByRole('navigation', { name: 'Zoom level' }).textContent).toBe('lab›Other containers›web → db');
  expect(screen.queryByRole('grid')).toBe(null);
});

it('is a table of all flows when that is asked for', async () => {
  render(<Panel />);
  await userEvent.click(screen.getByRole('button', { name: 'Table' }));
  expect(within(screen.getByRole('table')).getAllByRole('row')).toHaveLength(6);
  expect(screen.queryByRole('grid')).toBe(null);
});

it('names the container and the path that an access was about, and the type below', async () => {
  render(<Panel />);
  await userEvent.click(screen.getByRole('button', { name: /^web, Other containers/ }));
  expect(
    screen.getByRole('button', {
      name: /^object db: \/srv\/[^\u202E]+db, 9× bulkhead_file_t, the latest of 9/,
    }),
  ).toBeTruthy();
  const row = within(screen.getByRole('table', { name: 'Denials from container to object' })).getAllByRole('row')[1];
  expect(row?.querySelectorAll('td')[3]?.textContent).toMatch(/^db: .*bulkhead_file_t, the latest of 9$/);
});
