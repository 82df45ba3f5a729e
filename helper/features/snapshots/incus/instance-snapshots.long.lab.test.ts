// SPDX-License-Identifier: Apache-2.0
/** Snapshots and clones of containers of Incus, on the real one: their files, and the context of what is made of them. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { type LabClient, openLabClient } from '../../../../hosts/fixtures/lab-client.ts';
import { contextsOf, denialsSince, timeOf } from '../../../../lab/incus/fixtures/confined-instance.ts';
import { incusImage } from '../../../../lab/incus/image.ts';
import { labelledPool } from '../../../../lab/incus/preseed.ts';
import { useIncusLab } from '../../../../lab/incus/test-incus-lab.ts';
import { readResult } from '../../../../rpc/read-result.ts';

const lab = await useIncusLab();
const suffix = Date.now().toString(36);
const [source, clone] = [`source-${suffix}`, `clone-${suffix}`] as const;
const minutes = 60_000;

let helper: LabClient;
let container: Container;
let begun = 0;

const inside = async (name: string, script: string): Promise<string> => {
  const { exitCode, output } = await helper.exec(name, 'sh', '-c', script);
  expect(exitCode).toBe(0);
  return output;
};

const write = (text: string): Promise<string> => inside(source, `echo ${text} >/root/file; sync`);

beforeAll(async () => {
  begun = await timeOf(lab);
  helper = await openLabClient(lab);
  const params = { name: source, image: incusImage, pool: labelledPool, start: true };
  container = await (await helper.client()).request('cluster.create', params);
  expect(await helper.booted(source)).toBe('running');
  await write('first');
}, 10 * minutes);
afterAll(async () => {
  await lab.run(['incus', 'delete', '--force', source, clone]);
  await helper.close();
});
const act = async (operation: 'start' | 'stop', name: string): Promise<Container> =>
  (await helper.client()).request(`container.${operation}`, { name });

it('keeps the files of a running one, says so, and is among those of Incus', { timeout: 5 * minutes }, async () => {
  const client = await helper.client();
  const taken = await readResult(client.stream('snapshot.take', { name: source, snapshot: 'one' }));
  expect(taken).toMatchObject({ name: 'one', reason: 'taken', wasRunning: true });
  await lab.mustRun(['incus', 'snapshot', 'create', source, 'by-incus']);
  await write('second');
  const { snapshots } = await client.request('snapshot.list', { name: source });
  expect(snapshots.map(({ name, wasRunning }) => [name, wasRunning])).toEqual([
    ['by-incus', null],
    ['one', true],
  ]);
});

it(
  'a clone of it has its files, and context, label, machine id and name of its own',
  { timeout: 10 * minutes },
  async () => {
    const client = await helper.client();
    const from = { container: source, snapshot: 'one' };
    const made = await client.request('cluster.create', { name: clone, from, start: true });
    expect(made).toMatchObject({ state: 'running', domain: 'bulkhead_t', isManaged: true });
    expect(made.categories).not.toEqual(container.categories);
    expect(made.userNamespaceBase).not.toBe(container.userNamespaceBase);
    expect(await helper.booted(clone)).toBe('running');
    expect(await contextsOf(lab, clone)).toEqual([made.context]);
    expect(await inside(clone, 'cat /root/file /etc/hostname; stat -c %C /root/file')).toBe(
      `first\n${clone}\nsystem_u:object_r:bulkhead_file_t:s0:${made.categories.join(',')}`,
    );
    const machineId = 'cat /etc/machine-id';
    const ids = [await inside(source, machineId), await inside(clone, machineId)];
    expect(ids[1]).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(ids).size).toBe(2);
  },
);

it('a restore brings back the files; limits and context stay as they are now', { timeout: 10 * minutes }, async () => {
  const client = await helper.client();
  await expect(readResult(client.stream('snapshot.restore', { name: source, snapshot: 'one' }))).rejects.toMatchObject({
    code: 'container-running',
  });
  await client.request('container.configure', { name: source, limits: { pids: 333 } });
  await act('stop', source);
  const { kept } = await readResult(client.stream('snapshot.restore', { name: source, snapshot: 'one' }));
  expect(kept?.reason).toBe('before-restore');
  const started = await act('start', source);
  expect(started).toMatchObject({ context: container.context, limits: { pids: 333 } });
  expect(await inside(source, 'cat /root/file')).toBe('first');
  await act('stop', source);
  await readResult(client.stream('snapshot.restore', { name: source, snapshot: kept?.name ?? '', keepPresent: false }));
  await act('start', source);
  expect(await inside(source, 'cat /root/file')).toBe('second');
});

it('one is removed, and no start and no copy was denied anything', { timeout: 5 * minutes }, async () => {
  const client = await helper.client();
  await client.request('snapshot.remove', { name: source, snapshot: 'one' });
  expect(await lab.mustRun(['incus', 'snapshot', 'list', source, '--format', 'csv', '--columns', 'n'])).not.toMatch(
    /^one$/m,
  );
  expect((await denialsSince(lab, begun)).filter((line) => /bulkhead_(?:t|incus_t)/.test(line))).toEqual([]);
});
