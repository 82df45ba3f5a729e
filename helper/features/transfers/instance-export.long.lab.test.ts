// SPDX-License-Identifier: Apache-2.0
/** Exports a container of Incus as a file, on the real one, and imports a container of LXC from that file. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import { type LabClient, openLabClient } from '../../../hosts/fixtures/lab-client.ts';
import { contextsOf, denialsSince, timeOf } from '../../../lab/incus/fixtures/confined-instance.ts';
import { incusImage } from '../../../lab/incus/image.ts';
import { labelledPool } from '../../../lab/incus/preseed.ts';
import { useIncusLab } from '../../../lab/incus/test-incus-lab.ts';

const lab = await useIncusLab();
const suffix = Date.now().toString(36);
const [source, copy] = [`export-${suffix}`, `plain-${suffix}`] as const;
const image = `imported-${copy}`;
const minutes = 60_000;

let helper: LabClient;
let container: Container;
let begun = 0;

const inside = async (name: string, script: string): Promise<string> => {
  const { exitCode, output } = await helper.exec(name, 'sh', '-c', script);
  expect(exitCode).toBe(0);
  return output;
};

beforeAll(async () => {
  begun = await timeOf(lab);
  helper = await openLabClient(lab);
  const params = { name: source, image: incusImage, pool: labelledPool, start: true };
  container = await (await helper.client()).request('cluster.create', params);
  expect(await helper.booted(source)).toBe('running');
  await inside(source, 'echo kept >/root/file; chown 33:4 /root/file; rm -r /usr/share/doc /var/log/journal; sync');
}, 10 * minutes);

const file = `/tmp/${source}.tar.gz`;

afterAll(async () => {
  await lab.run(['incus', 'delete', '--force', source]);
  await lab.run(['rm', '-f', file]);
  await helper.close();
  await (await helper.client()).request('image.remove', { image });
  (await helper.client()).close();
});

/** The operator uses the command line there, so that the file is not sent over the emulated network. */
const operator = { user: 'operator' } as const;
const exported = async (): Promise<string> =>
  (await lab.mustRun(`rm -f ${file} && bulkheadctl export ${source} ${file} 2>&1`, operator)).trim();

it('one that runs is frozen while its files are copied, and runs on', { timeout: 15 * minutes }, async () => {
  expect(await exported()).toContain('freezing it and copying its files');
  expect(await lab.mustRun(`tar -xzOf ${file} manifest.json`, operator)).toContain('"image": null');
  expect((await helper.find(source))?.state).toBe('running');
  expect(await inside(source, 'cat /root/file')).toBe('kept');
});

it('becomes a container of LXC, with all its files, in a context of its own', { timeout: 20 * minutes }, async () => {
  helper.adopt(copy);
  await lab.mustRun(`bulkheadctl import ${copy} --file ${file} --network nat`, operator);
  expect(await helper.find(copy)).toMatchObject({ engine: 'lxc', image, state: 'stopped', isManaged: true });
  const started = await (await helper.client()).request('container.start', { name: copy });
  expect(started.categories).not.toEqual(container.categories);
  expect(await helper.booted(copy)).toBe('running');
  expect(await contextsOf(lab, copy)).toEqual([started.context]);
  expect(
    await inside(
      copy,
      'cat /root/file /etc/hostname; stat -c "%u %g %C" /root/file; test ! -e /usr/share/doc; ls -d /usr/bin',
    ),
  ).toBe(`kept\n${copy}\n33 4 system_u:object_r:bulkhead_file_t:s0:${started.categories.join(',')}\n/usr/bin`);
});

it('one that does not run is mounted by Incus for it, and unmounted', { timeout: 15 * minutes }, async () => {
  await (await helper.client()).request('container.stop', { name: source });
  expect(await exported()).not.toContain('freezing it');
  const isMounted = (): Promise<string> =>
    lab.run(['grep', '-c', `/containers/${source} `, '/proc/self/mountinfo']).then(({ stdout }) => stdout.trim());
  await expect.poll(isMounted, { timeout: minutes }).toBe('0');
});

it('nothing of it was denied, and nothing is left of the copies', { timeout: minutes }, async () => {
  expect(await lab.mustRun('ls /var/lib/bulkhead/transfers')).toBe('');
  expect((await denialsSince(lab, begun)).filter((line) => /bulkhead_(?:t|incus_t|helper_t)/.test(line))).toEqual([]);
});
