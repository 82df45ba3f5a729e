// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ContainerProcess } from '../../../contract/model/containers/process.ts';
import { fakeProcess } from '../../../testing/models/process.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls, type RecordedCall } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { ProcessesTab } from './processes-tab.tsx';

const web = someContainer('web');
const usual: readonly ContainerProcess[] = [
  fakeProcess({ pid: 10, parent: 9 }),
  fakeProcess({ pid: 11, parent: 10, command: 'apache2', rssBytes: 5 }),
  fakeProcess({ pid: 12, parent: 11, command: 'a) b (\n\u202egpj', rssBytes: 9 }),
  fakeProcess({ pid: 13, parent: 10, command: 'cron', rssBytes: 1 }),
];

/** Elements of happy-dom do not have the prototype that its window names. */
function prototypeWith(property: string): HTMLElement {
  let one: unknown = document.createElement('div');
  while (one !== null && !Object.hasOwn(one as object, property)) one = Object.getPrototypeOf(one);
  return one as HTMLElement;
}

let processes: readonly ContainerProcess[];
let calls: readonly RecordedCall[];

beforeEach(() => {
  // happy-dom lays nothing out: without a height no row would be in sight.
  for (const property of ['offsetHeight', 'offsetWidth', 'clientHeight', 'clientWidth'] as const)
    vi.spyOn(prototypeWith(property), property, 'get').mockReturnValue(600);
  processes = usual;
  calls = recordCalls({ 'container.processes': () => ({ readAt: 1000, omitted: 0, processes }) });
});
afterEach(() => {
  cleanup();
  clearHostStores();
  vi.restoreAllMocks();
});

const looks = (): number => calls.filter(({ name }) => name === 'container.processes').length;

async function table(): Promise<HTMLElement> {
  const grid = await screen.findByRole('treegrid', { name: 'Processes of web' });
  await within(grid).findAllByRole('gridcell');
  return grid;
}

/** Gives PID and level of each row. */
async function shown(): Promise<readonly string[]> {
  const [, ...rows] = within(await table()).getAllByRole('row');
  return rows.map((row) => `${row.querySelector('.pid')?.textContent ?? ''}/${row.getAttribute('aria-level') ?? ''}`);
}

it('shows each below its parent, or all in the order of a column', async () => {
  render(<ProcessesTab container={web} />);
  expect(await shown()).toEqual(['10/1', '11/2', '12/3', '13/2']);
  await userEvent.click(screen.getByRole('button', { name: 'List' }));
  await userEvent.click(screen.getByRole('button', { name: 'Memory' }));
  expect(await shown()).toEqual(['12/1', '11/1', '13/1', '10/1']);
  await userEvent.click(screen.getByRole('button', { name: /^Memory/ }));
  expect(await shown()).toEqual(['10/1', '13/1', '11/1', '12/1']);
  await userEvent.click(screen.getByRole('button', { name: 'Tree' }));
  await userEvent.type(screen.getByRole('searchbox'), 'gpj');
  expect(await shown()).toEqual(['10/1', '11/2', '12/3']);
  await userEvent.type(screen.getByRole('searchbox'), ' nothing');
  await userEvent.click(screen.getByRole('button', { name: 'Clear filter' }));
  expect(await shown()).toHaveLength(4);
});

it('shows what a process calls itself as text that does nothing, and the chosen one in full', async () => {
  render(<ProcessesTab container={web} />);
  const grid = await table();
  expect(grid.textContent).toContain(String.raw`a) b (\n\u{202e}gpj`);
  expect(grid.textContent).not.toContain('\u202e');
  grid.focus();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  expect(within(grid).getByRole('row', { selected: true }).textContent).toContain('apache2');
  expect(document.querySelector('.process-details')?.textContent).toContain('11, inside 1');
  await userEvent.keyboard('{End}');
  expect(within(grid).getByRole('row', { selected: true }).textContent).toContain('cron');
});

it('marks a process whose context is another one', async () => {
  processes = [...usual, fakeProcess({ pid: 20, parent: 1, context: 'u:r:unconfined_t:s0', isStray: true })];
  render(<ProcessesTab container={web} />);
  expect(await screen.findByText('1 in another context')).toBeTruthy();
  const marked = within(await table()).getAllByText('other');
  expect(marked.map((mark) => mark.closest('[role=row]')?.querySelector('.pid')?.textContent)).toEqual(['20']);
});

it('asks nothing of a container that does not run, and forgets what an earlier run had', async () => {
  const stopped = { ...web, state: 'stopped', initPid: null, startedAt: null } as const;
  const { rerender } = render(<ProcessesTab container={stopped} />);
  expect(screen.getByText('web has no processes on this host')).toBeTruthy();
  expect(looks()).toBe(0);
  rerender(<ProcessesTab container={web} />);
  await table();
  processes = [];
  rerender(<ProcessesTab container={{ ...web, startedAt: (web.startedAt ?? 0) + 60 }} />);
  expect(screen.queryByRole('treegrid')).toBe(null);
});
