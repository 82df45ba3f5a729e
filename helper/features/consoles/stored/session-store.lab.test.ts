// SPDX-License-Identifier: Apache-2.0
/** Open terminals while the helper is started again: by an administrator, after a crash, and after it was stopped. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '../../../../contract/operations/index.ts';
import { isFailure } from '../../../../contract/errors.ts';
import { openLabClient, type LabClient } from '../../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../../lab/test-lab.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const name = `lasting-${suffix}`;
const unit = 'bulkhead-helper.service';

let helper: LabClient;
let other: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  other = await openLabClient(lab, 'root');
  await helper.create({ name, image: 'debian-13', start: true });
}, 600_000);
afterAll(async () => {
  await other.close();
  await helper.close();
}, 300_000);

type Channel = ReturnType<Awaited<ReturnType<LabClient['client']>>['channel']>;

interface Opened {
  readonly first: Item<'console.attach'>;
  type(text: string): Promise<void>;
  /** Waits until this was put out, the replay included. */
  until(text: string): Promise<void>;
  readonly ended: Promise<unknown>;
}

async function follow(channel: Channel): Promise<Opened> {
  const ended = channel.result.catch((error: unknown) => error);
  const items = (channel as AsyncIterable<Item<'console.attach'>>)[Symbol.asyncIterator]();
  let seen = '';
  async function take(): Promise<Item<'console.attach'>> {
    const next = await items.next();
    if (next.done === true) throw new Error(`it has ended after: ${seen}`);
    seen += Buffer.from(next.value.data).toString();
    return next.value;
  }
  return {
    first: await take(),
    type: async (text) => (channel as { send(input: object): Promise<void> }).send({ type: 'data', data: `${text}\n` }),
    async until(text) {
      while (!seen.includes(text)) await take();
    },
    ended,
  };
}

/** Counts the lines that it reads, so that it is seen to be the same one later. */
const counter = (mark: string) => [
  'sh',
  '-c',
  `n=0; while read line; do n=$((n+1)); echo "<$n-$line>"; done; : ${mark}`,
];

async function open(mark: string, some: object = {}): Promise<Opened> {
  const client = await helper.client();
  return follow(client.channel('console.open', { name, command: counter(mark), isKept: true, ...some }));
}

async function attach(session: string, by = helper): Promise<Opened> {
  const client = await by.client();
  return follow(client.channel('console.attach', { name, session }));
}

/** Host's number of the process inside that has the mark in its command line; empty when there is none. */
const pidOf = async (mark: string): Promise<string> =>
  (await lab.run(['pgrep', '-f', `^sh -c n=0.*${mark}$`])).stdout.trim();

const cgroupOf = async (pid: string): Promise<string> => (await lab.mustRun(['cat', `/proc/${pid}/cgroup`])).trim();

describe('a terminal that is to be kept', () => {
  it.each([
    ['restarted', `systemctl restart ${unit}`],
    ['killed', `systemctl kill -s KILL ${unit}; systemctl start ${unit}`],
  ])(
    'goes on while the helper is %s',
    async (how, restart) => {
      const mark = `${how}-${suffix}`;
      const before = await open(mark);
      expect(before.first).toMatchObject({ outlivesHelper: true });
      await before.type('one');
      await before.until('<1-one>');
      const pid = await pidOf(mark);
      const attachPid = (await lab.mustRun(`ps -o ppid= -p ${pid}`)).trim();
      expect(await cgroupOf(attachPid)).toBe('0::/system.slice/bulkhead-consoles.service');

      await lab.mustRun(restart);
      const { session = '' } = before.first;
      const after = await attach(session);
      expect(after.first).toMatchObject({ isReplay: true, isAfterRestart: true, outlivesHelper: true });
      await after.type('two');
      await after.until('<2-two>');
      expect(await pidOf(mark)).toBe(pid);

      const stranger = await attach(session, other).catch(() => undefined);
      expect(stranger).toBeUndefined();

      // Ctrl-D ends it, and nobody can say how.
      await after.type('\x04');
      expect(await after.ended).toMatchObject({ exitCode: 255, isExitCodeUnknown: true });
      expect(await lab.mustRun('ls /run/bulkhead/consoles')).not.toContain(session);
    },
    300_000,
  );

  it('shows after a restart what it had put out before, and after it is stopped is gone', async () => {
    const mark = `shown-${suffix}`;
    const before = await open(mark);
    await before.type('one');
    await before.until('<1-one>');
    const { session = '' } = before.first;
    await lab.mustRun(`systemctl restart ${unit}`);
    const after = await attach(session);
    await after.until('<1-one>');
    await lab.mustRun(`systemctl stop ${unit}; systemctl start ${unit}`);
    const failure: unknown = await attach(session).then(
      () => 'attached',
      (error: unknown) => error,
    );
    expect(isFailure(failure, 'console-not-found') || String(failure)).toBe(true);
    await expect.poll(() => pidOf(mark), { timeout: 60_000 }).toBe('');
  }, 300_000);
});
