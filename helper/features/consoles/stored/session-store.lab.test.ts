// SPDX-License-Identifier: Apache-2.0
/** Tries open terminals while the helper is started again: by an administrator, after a crash, and after a stop. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFailure } from '../../../../contract/errors.ts';
import { openLabClient, type LabClient } from '../../../../hosts/fixtures/lab-client.ts';
import { attachLabTerminal, type LabTerminal, openLabTerminal } from '../../../../hosts/fixtures/lab-terminal.ts';
import { useTestLab } from '../../../../lab/test-lab.ts';
import { isThorough } from '../../../../lab/thorough.ts';

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

/** Opens a program that counts the lines it reads, so that it is seen to be the same one later. */
const open = (mark: string): Promise<LabTerminal> =>
  openLabTerminal(helper, {
    name,
    command: ['sh', '-c', `n=0; while read line; do n=$((n+1)); echo "<$n-$line>"; done; : ${mark}`],
  });

/** Gives why a session cannot be continued. */
const failureOf = (session: string, by = helper): Promise<unknown> =>
  attachLabTerminal(by, { name, session }).then(
    () => 'attached',
    (error: unknown) => (isFailure(error) ? error.code : error),
  );

/** Starts the helper again by a command, and waits until the clients know that their connections are gone. */
async function restartBy(command: string): Promise<void> {
  const connections = await Promise.all([helper.client(), other.client()]);
  await lab.mustRun(command);
  await Promise.all(connections.map(({ closed }) => closed));
}

/** Gives the host's number of the program inside; empty when there is none. */
const pidOf = async (mark: string): Promise<string> =>
  (await lab.run(['pgrep', '-f', `^sh -c n=0.*${mark}$`])).stdout.trim();

describe('a terminal that is to be kept', () => {
  it.each([
    // An upgrade of the package does the same.
    ['restarted', `systemctl daemon-reload && systemctl restart ${unit}`],
    ['killed', `systemctl kill -s KILL ${unit}; systemctl start ${unit}`],
  ])(
    'goes on while the helper is %s, for its own user alone (B15)',
    async (how, restart) => {
      const mark = `${how}-${suffix}`;
      const before = await open(mark);
      expect(before.first).toMatchObject({ outlivesHelper: true });
      await before.type('one');
      await before.until('<1-one>');
      const pid = await pidOf(mark);
      expect(await lab.mustRun(`cat /proc/$(ps -o ppid= -p ${pid} | tr -d ' ')/cgroup`)).toBe(
        '0::/system.slice/bulkhead-consoles.service\n',
      );

      await restartBy(restart);
      const { session = '' } = before.first;
      expect(await failureOf(session, other)).toBe('console-not-found');
      const after = await attachLabTerminal(helper, { name, session });
      expect(after.first).toMatchObject({ isReplay: true, isAfterRestart: true, outlivesHelper: true });
      await after.type('two');
      await after.until('<2-two>');
      expect(await pidOf(mark)).toBe(pid);

      // Ctrl-D ends it, and nobody can say how.
      await after.type('\x04');
      expect(await after.ended).toMatchObject({ exitCode: 255, isExitCodeUnknown: true });
      await expect.poll(() => lab.mustRun('ls /run/bulkhead/consoles')).not.toContain(session);
    },
    300_000,
  );

  it.runIf(isThorough)(
    'shows after a restart what it had put out before, and ends with a stop',
    async () => {
      const mark = `shown-${suffix}`;
      const before = await open(mark);
      await before.type('one');
      await before.until('<1-one>');
      const { session = '' } = before.first;
      await restartBy(`systemctl restart ${unit}`);
      const after = await attachLabTerminal(helper, { name, session });
      await after.until('<1-one>');
      await restartBy(`systemctl stop ${unit}; systemctl start ${unit}`);
      expect(await failureOf(session)).toBe('console-not-found');
      await expect.poll(() => pidOf(mark), { timeout: 60_000 }).toBe('');
    },
    300_000,
  );

  // It lasts as long as a session waits.
  it.runIf(isThorough)(
    'ends when nobody attaches to it in time after a restart (E5)',
    async () => {
      const mark = `left-${suffix}`;
      const before = await open(mark);
      await before.type('one');
      await before.until('<1-one>');
      await restartBy(`systemctl kill -s KILL ${unit}; systemctl start ${unit}`);
      expect(await pidOf(mark)).not.toBe('');
      await expect.poll(() => pidOf(mark), { timeout: 240_000, interval: 2_000 }).toBe('');
      expect(await failureOf(before.first.session ?? '')).toBe('console-not-found');
    },
    400_000,
  );
});
