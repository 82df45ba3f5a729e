// SPDX-License-Identifier: Apache-2.0
/** Files and health of containers of Incus, on the real one: while they run, and while they do not. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { ParamsInput } from '../../../contract/operations/index.ts';
import { type LabClient, openLabClient } from '../../../hosts/fixtures/lab-client.ts';
import { denialsSince, timeOf } from '../../../lab/incus/fixtures/confined-instance.ts';
import { incusImage } from '../../../lab/incus/image.ts';
import { labelledPool } from '../../../lab/incus/preseed.ts';
import { useIncusLab } from '../../../lab/incus/test-incus-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';

const lab = await useIncusLab();
const name = `files-${Date.now().toString(36)}`;
const minutes = 60_000;
const text = 'written from outside\n';

let helper: LabClient;
let container: Container;
let begun = 0;

beforeAll(async () => {
  begun = await timeOf(lab);
  helper = await openLabClient(lab);
  const params = { name, image: incusImage, pool: labelledPool, start: true };
  container = await (await helper.client()).request('cluster.create', params);
  expect(await helper.booted(name)).toBe('running');
}, 10 * minutes);
afterAll(async () => {
  await lab.run(['incus', 'delete', '--force', name]);
  await helper.close();
});

const inside = async (script: string): Promise<string> => (await helper.exec(name, 'sh', '-c', script)).output;
const label = (): string => `system_u:object_r:bulkhead_file_t:s0:${container.categories.join(',')}`;

async function write(path: string, more: Partial<ParamsInput<'file.write'>> = {}): Promise<void> {
  const call = (await helper.client()).channel('file.write', { name, path, ...more });
  await call.send({ type: 'data', data: Buffer.from(text) });
  await call.send({ type: 'end' });
  await call.result;
}

async function read(path: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const item of (await helper.client()).stream('file.read', { name, path }))
    if (item.type === 'data') pieces.push(item.data);
  return Buffer.concat(pieces).toString();
}

async function namesIn(path: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { files } of (await helper.client()).stream('file.list', { name, path }))
    names.push(...files.map((file) => file.name));
  return names;
}

/** Counts the places where Incus has the volume mounted now. */
const mountsOnHost = (): Promise<string> =>
  lab.run(['grep', '-c', `/containers/${name} `, '/proc/self/mountinfo']).then(({ stdout }) => stdout.trim());

describe('while it runs', { timeout: 5 * minutes }, () => {
  it('a file from outside has the owner, the mode and the label that it has inside', async () => {
    await write('/srv/page', { user: 33, mode: 0o640 });
    expect(await inside('cat /srv/page; stat -c "%u %g %a %C" /srv/page')).toBe(`${text}33 0 640 ${label()}`);
    expect(await read('/srv/page')).toBe(text);
    expect(await namesIn('/srv')).toEqual(['page']);
  });

  it('is listed with the owners and labels that it has inside, and a link of it leads nowhere outside', async () => {
    await inside('ln -s /etc/hostname /root/link; ln -s ../../../../../../etc/bulkhead-canary /root/out');
    const client = await helper.client();
    const { file } = await client.request('file.status', { name, path: '/srv/page' });
    expect(file).toMatchObject({ user: { inside: 33 }, label: label() });
    expect(await read('/root/link')).toBe(`${await inside('cat /etc/hostname')}\n`);
    await lab.mustRun('echo canary > /etc/bulkhead-canary');
    await expect(read('/root/out')).rejects.toMatchObject({ code: 'file-not-found' });
    await expect(read('/proc/1/status')).rejects.toMatchObject({ code: 'file-not-found' });
  });

  it('folders are made, renamed and removed, and owners changed', async () => {
    const client = await helper.client();
    await client.request('file.make-folder', { name, path: '/srv/new' });
    await client.request('file.rename', { name, path: '/srv/new', to: '/srv/other' });
    await client.request('file.change', { name, path: '/srv/other', user: 1000, mode: 0o700 });
    expect(await inside('stat -c "%u %a" /srv/other')).toBe('1000 700');
    await readResult(client.stream('file.remove', { name, path: '/srv/other' }));
    expect(await inside('ls /srv')).toBe('page');
  });

  it('its health is known: units, ports, packages', async () => {
    await inside('systemd-run --unit=broken --quiet false; touch /run/reboot-required');
    await expect.poll(() => inside('systemctl is-failed broken'), { timeout: minutes }).toBe('failed');
    const health = await (await helper.client()).request('container.health', { name });
    expect(health.units).toMatchObject({ state: 'known', failed: [{ name: 'broken.service' }] });
    expect(health.listening.state).toBe('known');
    expect(health.updates).not.toMatchObject({ reason: 'it has no packages of dpkg' });
    expect(health.isRestartRequired).toBe(true);
  });
});

describe('while it does not run', { timeout: 5 * minutes }, () => {
  beforeAll(async () => {
    await (await helper.client()).request('container.stop', { name });
  }, 5 * minutes);

  it('Incus mounts its volume for the files, and unmounts it afterwards', async () => {
    expect(await mountsOnHost()).toBe('0');
    expect(await read('/srv/page')).toBe(text);
    await write('/srv/second', { user: 5 });
    expect(await namesIn('/srv')).toEqual(expect.arrayContaining(['page', 'second']));
    await expect.poll(mountsOnHost, { timeout: minutes }).toBe('0');
  });

  it('starts with them, while Incus has the volume still mounted for them', async () => {
    const client = await helper.client();
    expect(await namesIn('/usr/bin')).toContain('env');
    expect(await mountsOnHost()).toBe('1');
    expect((await client.request('container.start', { name })).context).toBe(container.context);
    expect(await helper.booted(name)).toBe('running');
    expect(await inside('cat /srv/second; stat -c "%u %C" /srv/second')).toBe(`${text}5 ${label()}`);
  });

  it('has been denied nothing, and neither were helper and Incus', async () => {
    expect((await denialsSince(lab, begun)).filter((line) => /bulkhead_(?:t|incus_t|helper_t)/.test(line))).toEqual([]);
  });
});
