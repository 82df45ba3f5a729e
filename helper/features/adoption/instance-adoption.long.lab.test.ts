// SPDX-License-Identifier: Apache-2.0
/** Adoption of an instance that somebody confined by hand, on the real Incus: its context by the kernel, and the way back. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import { type LabClient, openLabClient } from '../../../hosts/fixtures/lab-client.ts';
import {
  bootedAs,
  contextsOf,
  denialsSince,
  execIn,
  startInstance,
  timeOf,
} from '../../../lab/incus/fixtures/confined-instance.ts';
import { useIncusLab } from '../../../lab/incus/test-incus-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';

const lab = await useIncusLab();
const name = `foreign-${Date.now().toString(36)}`;
const minutes = 60_000;
const byHand = 'system_u:system_r:bulkhead_t:s0:c1001,c1002';

let helper: LabClient;
let begun = 0;
let config = '';

const configNow = async (): Promise<string> =>
  (await lab.mustRun(['incus', 'config', 'show', name])).replace(/^ {2}volatile\..*\n/gm, '');
const listed = async (): Promise<Container | undefined> => helper.find(name);

beforeAll(async () => {
  begun = await timeOf(lab);
  helper = await openLabClient(lab);
  await startInstance(lab, { name, categories: 'c1001,c1002' });
  expect(await bootedAs(lab, name)).toBe('running');
  await execIn(lab, name, 'sh', '-c', 'echo before >/root/file; chown 33 /root/file; sync');
}, 10 * minutes);
afterAll(async () => {
  await lab.run(['incus', 'delete', '--force', name]);
  await helper.close();
});

it(
  'one that runs is not adopted; the preview says that, and what becomes of it',
  { timeout: 5 * minutes },
  async () => {
    const client = await helper.client();
    expect(await listed()).toMatchObject({ isManaged: false, context: byHand, original: null });
    const preview = await client.request('container.preview-adoption', { name });
    expect(preview.problems.join()).toContain(`incus stop ${name}`);
    expect(preview.lines).toContainEqual(
      expect.objectContaining({ file: 'raw.lxc', key: 'lxc.selinux.context', outcome: 'replaced' }),
    );
    await expect(readResult(client.stream('container.adopt', { name }))).rejects.toMatchObject({
      code: 'container-not-adoptable',
    });
    await lab.mustRun(['incus', 'stop', name]);
    config = await configNow();
  },
);

it('it gets a context of its own, by the kernel, and keeps its files', { timeout: 10 * minutes }, async () => {
  const client = await helper.client();
  const steps: string[] = [];
  const call = client.stream('container.adopt', { name });
  for await (const { step } of call) steps.push(step);
  expect(steps).toEqual(['check', 'snapshot', 'configure']);
  expect(await call.result).toMatchObject({ isManaged: true, original: { name }, state: 'stopped' });
  const started = await client.request('container.start', { name });
  expect(started.domain).toBe('bulkhead_t');
  expect(started.categories).not.toEqual(['c1001', 'c1002']);
  expect(await helper.booted(name)).toBe('running');
  expect(await contextsOf(lab, name)).toEqual([started.context]);
  const { output } = await helper.exec(name, 'stat', '-c', '%u %C', '/root/file');
  expect(output).toBe(`33 system_u:object_r:bulkhead_file_t:s0:${started.categories.join(',')}`);
  await helper.exec(name, 'sh', '-c', 'echo after >/root/file; sync');
  expect((await client.request('file.status', { name, path: '/root/file' })).file.bytes).toBe(6);
});

it('its original comes back: files, configuration and context', { timeout: 10 * minutes }, async () => {
  const client = await helper.client();
  await expect(client.request('container.remove', { name, force: true })).rejects.toMatchObject({
    code: 'container-failed',
  });
  await expect(client.request('container.restore-original', { name })).rejects.toMatchObject({
    code: 'container-running',
  });
  expect(await client.request('container.restore-original', { name, force: true })).toMatchObject({
    isManaged: false,
    original: null,
    context: byHand,
    state: 'stopped',
  });
  expect(await configNow()).toBe(config);
  await lab.mustRun(['incus', 'start', name]);
  expect(await contextsOf(lab, name)).toEqual([byHand]);
  expect((await execIn(lab, name, 'stat', '-c', '%s %C', '/root/file')).trim()).toBe(
    '7 system_u:object_r:bulkhead_file_t:s0:c1001,c1002',
  );
  await lab.mustRun(['incus', 'stop', '--force', name]);
});

it('is adopted again, and its original removed, without a denial', { timeout: 5 * minutes }, async () => {
  const client = await helper.client();
  await readResult(client.stream('container.adopt', { name }));
  await client.request('container.remove-original', { name });
  expect(await listed()).toMatchObject({ isManaged: true, original: null });
  expect(await lab.mustRun(['incus', 'snapshot', 'list', name, '--format', 'csv'])).toBe('');
  await client.request('container.remove', { name });
  expect((await denialsSince(lab, begun)).filter((line) => /bulkhead_(?:t|incus_t|helper_t)/.test(line))).toEqual([]);
});
