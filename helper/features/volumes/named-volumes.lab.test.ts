// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf } from '../../../hosts/fixtures/cut-creation.ts';
import { idle } from '../../../hosts/fixtures/idle.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [name, other, volume] = [`named-${suffix}`, `taker-${suffix}`, `data-${suffix}`];
const source = `/var/lib/bulkhead/volumes/${volume}/files`;
const mebibyte = 2 ** 20;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
});
afterAll(() => helper.close());

const client = () => helper.client();
const listed = async () =>
  (await (await client()).request('named-volume.list', {})).volumes.find((one) => one.name === volume);
const attach = async (container: string): Promise<unknown> =>
  readResult((await client()).stream('volume.attach', { name: container, source, target: '/data' }));

it('is made, and belongs to nobody', async () => {
  const { volume: made } = await (
    await client()
  ).request('named-volume.create', {
    name: volume,
    limitBytes: 96 * mebibyte,
  });
  expect(made).toMatchObject({ name: volume, source, limitBytes: 96 * mebibyte, users: [] });
  expect(await lab.mustRun(['stat', '-c', '%u:%g %a %C', source])).toBe('0:0 755 system_u:object_r:var_t:s0\n');
  expect(await lab.mustRun(['stat', '-c', '%a', '/var/lib/bulkhead/volumes'])).toBe('700\n');
});

it('is of one container alone, ends at its limit, and takes more at once after another', async () => {
  const { context } = await helper.create({
    name,
    ...idle,
    start: true,
    volumes: [{ source, target: '/data', readOnly: false, share: false }],
  });
  const level = (context ?? '').split(':').slice(3).join(':');
  expect(await lab.mustRun(['stat', '-c', '%C', source])).toMatch(new RegExp(`:${level}\n$`));
  const fill = 'dd if=/dev/zero of=/data/much bs=1M count=200 2>&1';
  const full = await helper.exec(name, 'sh', '-c', fill);
  expect([full.exitCode, full.output]).toEqual([1, expect.stringContaining('Disk quota exceeded')]);
  expect((await listed())?.users).toEqual([name]);
  await (await client()).request('named-volume.resize', { name: volume, limitBytes: 320 * mebibyte });
  expect((await helper.exec(name, 'sh', '-c', `${fill} && stat -c %s /data/much`)).output).toContain(
    String(200 * mebibyte),
  );
});

it('outlives its container, and goes to another', async () => {
  expect(await codeOf((await client()).request('named-volume.remove', { name: volume }))).toBe('volume-not-allowed');
  await helper.exec(name, 'sh', '-c', 'echo kept > /data/word');
  await (await client()).request('container.stop', { name, force: true });
  await (await client()).request('container.remove', { name });
  expect(await lab.mustRun(['stat', '-c', '%C', source, `${source}/word`])).toBe(
    'system_u:object_r:var_t:s0\nsystem_u:object_r:var_t:s0\n',
  );
  await helper.create({ name: other, ...idle });
  await attach(other);
  await (await client()).request('container.start', { name: other });
  expect((await helper.exec(other, 'cat', '/data/word')).output).toBe('kept');
});

it('is removed with its files once nobody has it', async () => {
  await (await client()).request('container.stop', { name: other, force: true });
  await readResult((await client()).stream('volume.detach', { name: other, target: '/data' }));
  await (await client()).request('named-volume.remove', { name: volume });
  expect(await listed()).toBeUndefined();
  const left = `ls -A /var/lib/bulkhead/volumes | grep -c ${volume}; grep -c ${volume} /proc/mounts`;
  expect((await lab.run(left)).stdout).toBe('0\n0\n');
});
