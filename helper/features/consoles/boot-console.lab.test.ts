// SPDX-License-Identifier: Apache-2.0
/** Uses the boot console of a container: a real `/dev/console`, by lxc-console in the domain of the helper. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { isFailure } from '../../../contract/errors.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';

const lab = await useTestLab();
const name = `boot-console-${Date.now().toString(36)}`;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await helper.create({ name, image: 'debian-13', start: true });
  await helper.booted(name);
});
afterAll(() => helper.close(), 300_000);

const writeInside = (text: string) => helper.exec(name, 'sh', '-c', `echo ${text} > /dev/console`);

it('has the categories of the processes inside', async () => {
  const found = await helper.find(name);
  const label = await lab.mustRun(['stat', '-c', '%C', `/proc/${found?.initPid}/root/dev/console`]);
  expect(label).toBe(`system_u:object_r:bulkhead_devpts_t:s0:${found?.categories.join(',')}\n`);
});

it('shows what is written inside, offers its login, has no key of its own, and goes on in the log (D3)', async () => {
  const client = await helper.client();
  const left = new AbortController();
  const channel = client.channel('console.open-boot', { name, isKept: true }, { signal: left.signal });
  const items = channel[Symbol.asyncIterator]();
  let seen = '';
  const until = async (text: string): Promise<void> => {
    while (!seen.includes(text)) {
      const next = await items.next();
      if (next.done === true) throw new Error(`it ended before ${text}: ${seen}`);
      seen += Buffer.from(next.value.data).toString();
    }
  };
  // The first item names the session, before lxc-console has joined: a login is the sign that it has.
  await items.next();
  await channel.send({ type: 'data', data: '\r' });
  await until('login:');
  // lxc-console's own prefix and its key for the end.
  await channel.send({ type: 'data', data: '\x01q' });
  await writeInside('seen-$((6*7))');
  await until('seen-42');
  const other = await client.channel('console.open-boot', { name }).result.catch((error: unknown) => error);
  expect(isFailure(other, 'console-busy')).toBe(true);
  left.abort();
  await channel.result.catch(() => undefined);

  await writeInside('logged-$((6*7))');
  const lines: string[] = [];
  for await (const { lines: some } of client.stream('log.read', { name, source: 'console' }))
    lines.push(...some.map(({ message }) => message));
  // The first one follows what was typed at the login, on one line.
  expect(lines.flatMap((line) => /(?:seen|logged)-42$/.exec(line) ?? [])).toEqual(['seen-42', 'logged-42']);
  expect(await lab.mustRun('ausearch -m AVC -ts recent -c lxc-console 2>/dev/null || true')).toBe('');
});
