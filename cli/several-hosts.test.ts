// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it } from 'vitest';
import type { Activity } from '../contract/model/activity.ts';
import type { DenialGroup } from '../contract/model/denials/denial.ts';
import { fakeEvent, fakeGroup, fakeGroupedEvent } from '../testing/models/denial.ts';
import { type SocketHost, type SomeHandlers, startSocketHost } from '../testing/socket-host.ts';
import { linesOf, type Outcome, runCommand, type RunOptions } from './fixtures/run-command.ts';

const [one, two] = ['ssh://one', 'ssh://two'];
const both = ['--host', one, '--host', two];
let started: SocketHost[] = [];

afterEach(async () => {
  await Promise.all(started.map((host) => host.close()));
  started = [];
});

/** Two hosts that answer by these handlers. */
async function given(ofOne: SomeHandlers, ofTwo: SomeHandlers): Promise<Record<string, string>> {
  started = await Promise.all([startSocketHost(ofOne), startSocketHost(ofTwo)]);
  const [first = '', second = ''] = started.map(({ socketPath }) => socketPath);
  return { [one]: first, [two]: second };
}

const run = (words: readonly string[], options: RunOptions): Promise<Outcome> =>
  runCommand([...both, ...words], options);

const deny = (groups: readonly DenialGroup[], time = 0): SomeHandlers => ({
  'denial.query': async ({ events }) => ({
    groups: [...groups],
    events: events > 0 ? [fakeGroupedEvent({ time })] : [],
    lost: 0,
    auditLog: null,
  }),
});

const entry = (id: number, begunAt: number): Activity => ({
  id,
  begunAt,
  endedAt: begunAt,
  operation: 'container.start',
  subject: 'web',
  uid: 1001,
  user: 'operator',
  outcome: 'done',
  request: null,
  detail: null,
  change: null,
});

const log = (...entries: readonly Activity[]): SomeHandlers => ({
  async *'activity.watch'() {
    yield { type: 'snapshot', entries: [...entries] };
    return {};
  },
});

it('gives what several hosts denied in one order, and says of each which host it was', async () => {
  const sockets = await given(
    deny([fakeGroup({ last: 30 }), fakeGroup({ last: 10 })], 5),
    deny([fakeGroup({ last: 20 })], 4),
  );
  const { stdout, exitCode } = await run(['denials', '--json'], { sockets });
  expect([exitCode, linesOf(stdout)]).toMatchObject([
    0,
    [
      { host: one, last: 30 },
      { host: two, last: 20 },
      { host: one, last: 10 },
    ],
  ]);
  const table = (await run(['denials'], { sockets })).stdout.split('\n').map((line) => line.split(/\s+/)[0]);
  expect(table).toEqual(['HOST', one, two, one, '']);
  const events = linesOf((await run(['denials', '--events', '--json'], { sockets })).stdout);
  expect(events).toMatchObject([
    { host: two, time: 4 },
    { host: one, time: 5 },
  ]);
  expect((await run(['denials', '--events'], { sockets })).stdout).toMatch(/^ssh:\/\/two {2}.*\nssh:\/\/one {2}.*\n$/);
});

it('names no host where there is one, also when it is given twice', async () => {
  const sockets = await given(deny([fakeGroup()]), {});
  const { stdout } = await runCommand(['--host', one, '--host', one, 'denials', '--json'], { sockets });
  expect(linesOf(stdout)).toEqual([expect.not.objectContaining({ host: expect.anything() as unknown })]);
});

it('shows what the others say when one cannot be reached, and fails all the same', async () => {
  const sockets = { ...(await given(deny([fakeGroup()]), {})), [two]: '/nonexistent/helper.sock' };
  const { stdout, stderr, exitCode } = await run(['denials', '--json'], { sockets });
  expect(linesOf(stdout)).toMatchObject([{ host: one }]);
  expect([exitCode, linesOf(stderr)]).toMatchObject([4, [{ error: { code: 'host-unreachable' } }]]);
});

it('says which host it was that did not give it', async () => {
  const denied: SomeHandlers = { 'denial.query': () => Promise.reject(new Error('a fault')) };
  const sockets = await given(denied, deny([]));
  const { stderr, exitCode } = await run(['denials'], { sockets });
  expect(stderr).toMatch(/^bulkheadctl: ssh:\/\/one: cannot .*\nSELinux has denied nothing in this time\.\n$/);
  expect(exitCode).toBe(1);
});

it('does not say that nothing was denied where no host gave an answer', async () => {
  const denied: SomeHandlers = { 'denial.query': () => Promise.reject(new Error('a fault')) };
  const { stderr, exitCode } = await run(['denials'], { sockets: await given(denied, denied) });
  expect(stderr).toMatch(/^bulkheadctl: ssh:\/\/one: cannot .*\nbulkheadctl: ssh:\/\/two: cannot .*\n$/);
  expect(exitCode).toBe(1);
});

it('follows all of them at once, below one header, and goes on when one ends', async () => {
  let end: () => void = () => undefined;
  const hasEnded = new Promise<void>((resolve) => (end = resolve));
  const watch = (before: Promise<void>, onEnd: () => void): SomeHandlers => ({
    async *'denial.watch'() {
      yield { type: 'snapshot', groups: [], events: [], lost: 0, auditLog: null };
      await before;
      yield { type: 'added', groups: [fakeGroup({ sample: fakeEvent() })], events: [], lost: 0, auditLog: null };
      onEnd();
      return {};
    },
  });
  const sockets = await given(
    watch(hasEnded, () => undefined),
    watch(Promise.resolve(), () => end()),
  );
  const [header, ...rows] = (await run(['denials', '--follow'], { sockets })).stdout.trimEnd().split('\n');
  expect(header).toMatch(/^HOST /);
  expect(rows.map((line) => line.split(/\s+/)[0]).toSorted()).toEqual([one, two]);
});

it('gives one log of what was done on them', async () => {
  const sockets = await given(log(entry(1, 10), entry(2, 30)), log(entry(7, 20)));
  const { stdout } = await run(['activity', '--json'], { sockets });
  expect(linesOf(stdout)).toMatchObject([
    { host: one, id: 1 },
    { host: two, id: 7 },
    { host: one, id: 2 },
  ]);
  const followed = linesOf((await run(['activity', '--follow', '--json'], { sockets })).stdout);
  expect(new Set(followed)).toEqual(new Set(linesOf(stdout)));
});

it('does not say that nothing was done where nobody said so', async () => {
  const sockets = { [one]: '/nonexistent/one.sock', [two]: '/nonexistent/two.sock' };
  const { stdout, stderr, exitCode } = await run(['activity'], { sockets });
  expect([stdout, exitCode]).toEqual(['', 4]);
  expect(stderr).toMatch(/^bulkheadctl: ssh:\/\/one: cannot reach .*\nbulkheadctl: ssh:\/\/two: cannot reach .*\n$/);
});

it.each([
  [['ls'], /only denials and activity take/],
  [['denials', '--export', 'sarif'], /--export does not go with several hosts/],
  [['denials', '--show-dontaudit', '5m'], /--show-dontaudit does not go with several hosts/],
])('%j is for one host', async (words, reason) => {
  const { stderr, exitCode } = await run(words, {});
  expect([exitCode, stderr]).toEqual([2, expect.stringMatching(reason)]);
});
