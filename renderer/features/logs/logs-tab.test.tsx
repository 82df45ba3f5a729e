// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import type { LogLine } from '../../../contract/model/logs/log-line.ts';
import type { Item, Params } from '../../../contract/operations/index.ts';
import { fakeGroup, fakeGroupedEvent } from '../../../testing/models/denial.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { startWindow } from '../../host/main-process.ts';
import { createFakeBridge } from '../../testing/fake/fake-bridge.ts';
import { type Answers, disconnect, recordCalls, type RecordedCall } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { prototypeWith } from '../../testing/prototype-with.ts';
import { useNotifications } from '../../window/notifications.ts';
import { takeDenials } from '../denials/denials.ts';
import { useDrawer } from '../denials/drawer.ts';
import { LogsTab } from './logs-tab.tsx';
import { chooseOption } from '../../testing/choose-option.ts';

const web = someContainer('web');
const stopped = { ...web, state: 'stopped' as const, initPid: null, startedAt: null };

/** happy-dom lays nothing out: without a height no row would be in sight. */
beforeEach(() => {
  vi.spyOn(prototypeWith('clientHeight'), 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(prototypeWith('clientWidth'), 'clientWidth', 'get').mockReturnValue(800);
});
afterEach(() => {
  cleanup();
  clearHostStores();
  vi.restoreAllMocks();
  useNotifications.setState({ notifications: [] });
});

function line(changes: Partial<LogLine> = {}): LogLine {
  return {
    time: 1000,
    priority: 6,
    unit: 'nginx.service',
    identifier: 'nginx',
    pid: 42,
    message: 'started',
    isCut: false,
    ...changes,
  };
}

function itemsOf(lines: readonly LogLine[]): readonly Item<'log.read'>[] {
  return [
    { lines: [...lines], isCaughtUp: false },
    { lines: [], isCaughtUp: true },
  ];
}

/** The log stays open, as one that is followed, unless it is answered. */
function show(lines: readonly LogLine[], container = web, answers: Answers = {}): readonly RecordedCall[] {
  const open = () => new Promise(() => undefined);
  const calls = recordCalls({ 'log.read': open, ...answers }, { 'log.read': () => itemsOf(lines) });
  render(<LogsTab container={container} />);
  return calls;
}

const asked = (calls: readonly RecordedCall[]) =>
  calls.filter(({ name }) => name === 'log.read').map(({ params }) => params as Params<'log.read'>);
const rows = async () => (await screen.findAllByRole('listitem')).map(({ textContent }) => textContent);
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

it('follows the journal of a container that runs', async () => {
  const calls = show([line(), line({ message: 'ready', priority: 3 })]);
  expect(await rows()).toEqual([
    expect.stringMatching(/nginx\[42\]: started$/),
    expect.stringMatching(/nginx\[42\]: ready$/),
  ]);
  expect(asked(calls)).toEqual([{ name: 'web', source: 'journal', lines: 2000, isFollowed: true }]);
  expect(screen.getByText('2 lines, following')).toBeTruthy();
});

it('shows what a container wrote as text, and its control characters as escapes', async () => {
  show([line({ message: '\u001b[2J<img src=x>\u202egnp' })]);
  const [row] = await screen.findAllByRole('listitem');
  expect(row?.textContent).toContain('\\x1b[2J<img src=x>\\u{202e}gnp');
  expect(row?.querySelector('img')).toBe(null);
});

it('shows denials between the lines, which open; and leaves them out', async () => {
  const event = fakeGroupedEvent({ time: 1500, container: 'web', comm: 'cat', group: 'a' });
  takeDenials({
    type: 'snapshot',
    groups: [fakeGroup({ id: 'a' })],
    events: [event, { ...event, time: 1600, container: 'db' }],
    lost: 0,
    auditLog: null,
  });
  show([line(), line({ time: 2000 })]);
  const all = await screen.findAllByRole('listitem');
  expect(all).toHaveLength(3);
  await userEvent.click(within(all[1] ?? document.body).getByRole('button'));
  expect(useDrawer.getState().content.kind).toBe('denial');
  await userEvent.click(screen.getByRole('checkbox', { name: 'Denials between the lines' }));
  expect(await rows()).toHaveLength(2);
});

it('asks for the level, the unit and the time that are chosen', async () => {
  const calls = show([line()]);
  await rows();
  await chooseOption('Level', 'Warnings and above');
  await chooseOption('Time', 'Last hour');
  await userEvent.type(screen.getByRole('combobox', { name: 'Unit' }), 'nginx.service');
  await waitFor(() => expect(asked(calls).at(-1)).toMatchObject({ priority: 4, unit: 'nginx.service' }));
  expect(asked(calls).at(-1)?.since).toBeGreaterThan(Date.now() / 1000 - 3700);
});

it('asks for no unit that journalctl could take for an option, and says why', async () => {
  const calls = show([line()]);
  await userEvent.type(screen.getByRole('combobox', { name: 'Unit' }), '--root=/');
  expect(screen.getByRole('combobox', { name: 'Unit' }).getAttribute('aria-invalid')).toBe('true');
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(asked(calls).every(({ unit }) => unit === undefined)).toBe(true);
});

it('does not follow a time that has an end', async () => {
  const calls = show([line()]);
  await chooseOption('Time', 'From … to …');
  const to = screen.getByLabelText('To');
  await userEvent.type(to, '2026-11-24 8');
  expect(to.getAttribute('aria-invalid')).toBe('false');
  await userEvent.type(to, 'x');
  expect(to.getAttribute('aria-invalid')).toBe('true');
  await userEvent.type(to, '{Backspace}:00');
  await waitFor(() =>
    expect(asked(calls).at(-1)).toMatchObject({ isFollowed: false, until: expect.any(Number) as number }),
  );
  expect(screen.getByRole('checkbox', { name: 'Follow' })).toHaveProperty('checked', false);
  await userEvent.tab();
  expect(to).toHaveProperty('value', '2026-11-24 08:00:00');
});

it('stops following, and says so', async () => {
  const calls = show([line()], web, {
    'log.read': (params) => ((params as Params<'log.read'>).isFollowed ? new Promise(() => undefined) : {}),
  });
  await rows();
  await userEvent.click(screen.getByRole('checkbox', { name: 'Follow' }));
  expect(await screen.findByText('1 line, not following')).toBeTruthy();
  expect(asked(calls).at(-1)?.isFollowed).toBe(false);
});

it('finds text from match to match, both ways, and around', async () => {
  show([line({ message: 'an error' }), line(), line({ message: 'Error again' })]);
  await rows();
  const search = screen.getByRole('searchbox', { name: 'Search the log' });
  await userEvent.type(search, 'error');
  expect(await screen.findByText('2 matches')).toBeTruthy();
  await userEvent.keyboard('{Enter}');
  expect(await screen.findByText('1 of 2')).toBeTruthy();
  expect([...document.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual(['error', 'Error']);
  await userEvent.keyboard('{Enter}');
  expect(await screen.findByText('2 of 2')).toBeTruthy();
  await press('Next match');
  expect(await screen.findByText('1 of 2')).toBeTruthy();
  await press('Previous match');
  expect(await screen.findByText('2 of 2')).toBeTruthy();
  await userEvent.click(search);
  await userEvent.keyboard('{Escape}');
  expect(search).toHaveProperty('value', '');
});

it('says that nothing matches, on the buttons too', async () => {
  show([line()]);
  await rows();
  await userEvent.type(screen.getByRole('searchbox'), 'nowhere');
  expect(await screen.findByText('No matches')).toBeTruthy();
  await press('Next match');
  expect((await screen.findByRole('tooltip')).textContent).toBe('No line that is shown holds this text.');
});

it('asks for matching lines only', async () => {
  const calls = show([line()]);
  await rows();
  await userEvent.type(screen.getByRole('searchbox'), 'fail');
  await userEvent.click(screen.getByRole('checkbox', { name: 'Only matches' }));
  await waitFor(() => expect(asked(calls).at(-1)?.text).toBe('fail'));
});

it('offers older lines when there may be some', async () => {
  const calls = show(Array.from({ length: 2000 }, (_, index) => line({ message: `line ${index}` })));
  await userEvent.click(await screen.findByRole('button', { name: 'Show up to 10,000 lines' }));
  await waitFor(() => expect(asked(calls).at(-1)?.lines).toBe(10_000));
});

it('copies and saves the lines, with nothing in them that acts', async () => {
  await startWindow(createFakeBridge());
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue(undefined);
  show([line({ message: 'a\u001b[2J' }), line({ time: null, identifier: null, message: 'one\ntwo' })]);
  await rows();
  await press('Copy lines');
  expect(copied.mock.calls[0]?.[0]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d nginx\[42\]: a\\x1b\[2J\none\n {4}two\n$/);
  await press('Save as text…');
  await waitFor(() =>
    expect(useNotifications.getState().notifications.at(-1)?.text).toBe(
      'The output was saved as /home/operator/web journal.txt.',
    ),
  );
});

it('of a container that does not run shows the console first, and says what its journal needs', async () => {
  const calls = show([line({ time: null, identifier: null, message: 'Welcome' })], stopped);
  expect(await rows()).toEqual(['Welcome']);
  await press('Journal');
  expect(screen.getByText('web does not run')).toBeTruthy();
  expect(asked(calls).map(({ source }) => source)).toEqual(['console']);
  await press('Show the log of its start');
  await waitFor(() => expect(asked(calls).at(-1)?.source).toBe('start'));
});

it('says why there is no journal, and offers what there is', async () => {
  let isThere = false;
  const failure = new Failure('log-unavailable', { name: 'web', reason: 'it has no journalctl' });
  const calls = recordCalls(
    { 'log.read': () => (isThere ? new Promise(() => undefined) : Promise.reject(failure)) },
    { 'log.read': () => (isThere ? itemsOf([line()]) : []) },
  );
  render(<LogsTab container={web} />);
  expect((await screen.findByRole('alert')).textContent).toContain('it has no journalctl');
  isThere = true;
  await press('Try again');
  expect(await rows()).toHaveLength(1);
  expect(asked(calls)).toHaveLength(2);
});

it('shows an empty log as such, and a choice that leaves nothing', async () => {
  show([]);
  expect(await screen.findByText('Nothing yet')).toBeTruthy();
  await chooseOption('Level', 'Errors only');
  expect(await screen.findByText('No such lines')).toBeTruthy();
});

it('keeps the lines when the connection is lost, and says how old they are', async () => {
  show([line()]);
  await rows();
  disconnect();
  expect(await screen.findByText('1 line, as they were before the connection was lost')).toBeTruthy();
  expect(await rows()).toHaveLength(1);
});

it('wraps long lines', async () => {
  show([line({ message: 'x'.repeat(2000) })]);
  await rows();
  await press('Wrap long lines');
  expect(document.querySelector('.log-view.wrapped')).not.toBe(null);
  await press('Long lines in one row');
});

it('of one of Incus reads the journal, and offers no file of Incus', async () => {
  const calls = show([line()], { ...web, engine: 'incus' });
  await waitFor(() => expect(calls.map(({ params }) => params)).toMatchObject([{ name: 'web', source: 'journal' }]));
  const sources = within(screen.getByRole('group', { name: 'Which log' }));
  expect(sources.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Journal']);
});

it('does not read the logs of a container of another tool', () => {
  const calls = show([], { ...web, isManaged: false });
  expect(screen.getByText('Bulkhead does not read the logs of this container')).toBeTruthy();
  expect(asked(calls)).toEqual([]);
});
