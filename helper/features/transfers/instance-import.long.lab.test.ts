// SPDX-License-Identifier: Apache-2.0
/** Files of a container of LXC, and of one of Incus, as instances of the real Incus. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LabClient, openLabClient } from '../../../hosts/fixtures/lab-client.ts';
import { contextsOf, denialsSince, timeOf } from '../../../lab/incus/fixtures/confined-instance.ts';
import { incusImage } from '../../../lab/incus/image.ts';
import { labelledPool } from '../../../lab/incus/preseed.ts';
import { useIncusLab } from '../../../lab/incus/test-incus-lab.ts';

const lab = await useIncusLab();
const suffix = Date.now().toString(36);
const [plain, layered, whole] = [`lxc-${suffix}`, `layered-${suffix}`, `whole-${suffix}`] as const;
const minutes = 60_000;

let helper: LabClient;
let begun = 0;
/** What Incus had before: images, and volumes of images on the pool. */
let before = '';

/** The operator uses the command line there, so that no file is sent over the emulated network. */
const operator = { user: 'operator' } as const;
const file = `/tmp/import-${suffix}.tar.gz`;
const imported = (name: string): Promise<string> =>
  lab.mustRun(`bulkheadctl import ${name} --file ${file} --pool ${labelledPool} 2>&1`, operator);
/** Acts, as root, as soon as a line of the progress has come, and gives all that was said. */
const importedUntil = async (name: string, line: string, act: string): Promise<string> => {
  const { stdout } = await lab.run(
    `log=$(mktemp)
bulkheadctl import ${name} --file ${file} --pool ${labelledPool} >$log 2>&1 &
until grep -q '${line}' $log || ! kill -0 $!; do sleep 0.1; done
${act}; wait $!; cat $log; rm $log`,
  );
  return stdout;
};
const imagesOfIncus = (): Promise<string> =>
  lab.mustRun(`incus image list -f csv -c f; incus storage volume list ${labelledPool} type=image -f csv -c n`);
const inside = async (name: string, script: string): Promise<string> => {
  const { exitCode, output } = await helper.exec(name, 'sh', '-c', script);
  expect(exitCode).toBe(0);
  return output;
};

beforeAll(async () => {
  begun = await timeOf(lab);
  helper = await openLabClient(lab);
  before = await imagesOfIncus();
  helper.adopt(plain);
  await lab.mustRun(`bulkheadctl create ${plain} --image ${incusImage} --memory 512M --start`, operator);
  expect(await helper.booted(plain)).toBe('running');
  await inside(plain, 'echo kept >/root/file; chown 33:4 /root/file; rm -r /usr/share/doc; sync');
  await lab.mustRun(`bulkheadctl export ${plain} ${file}`, operator);
}, 15 * minutes);
afterAll(async () => {
  for (const name of [layered, whole]) await lab.run(['incus', 'delete', '--force', name]);
  await lab.run(['rm', '-f', file]);
  await helper.close();
});

/** Starts it, and looks at what it runs in and what its files are labelled with. */
async function startedConfined(name: string): Promise<readonly string[]> {
  const started = await (await helper.client()).request('container.start', { name });
  expect(await helper.booted(name)).toBe('running');
  expect(await contextsOf(lab, name)).toEqual([started.context]);
  expect(
    await inside(
      name,
      'cat /root/file /etc/hostname; stat -c "%u %g %C" /root/file; test ! -e /usr/share/doc; ls -d /usr/bin',
    ),
  ).toBe(`kept\n${name}\n33 4 system_u:object_r:bulkhead_file_t:s0:${started.categories.join(',')}\n/usr/bin`);
  return started.categories;
}

it('a layer becomes an instance on its image, in a context of its own', { timeout: 30 * minutes }, async () => {
  expect(await imported(layered)).toContain('giving the image to Incus');
  expect(await helper.find(layered)).toMatchObject({
    engine: 'incus',
    state: 'stopped',
    isManaged: true,
    limits: { memoryBytes: 2 ** 29 },
  });
  const categories = await startedConfined(layered);
  expect(categories).not.toEqual((await helper.find(plain))?.categories);
  expect(await imagesOfIncus()).toBe(before);
});

it('a whole root of an instance becomes another one', { timeout: 30 * minutes }, async () => {
  await lab.mustRun(`rm -f ${file} && bulkheadctl export ${layered} ${file}`, operator);
  await imported(whole);
  expect(await startedConfined(whole)).not.toEqual((await helper.find(layered))?.categories);
  expect(await imagesOfIncus()).toBe(before);
});

it('one that is cut off while Incus gets its image leaves nothing', { timeout: 30 * minutes }, async () => {
  const name = `cut-${suffix}`;
  expect(await importedUntil(name, 'giving the image', 'kill -TERM $!')).toMatch(/cancelled$/m);
  await expect.poll(() => lab.mustRun('ls -A /var/lib/bulkhead/transfers'), { timeout: 5 * minutes }).toBe('');
  expect([await imagesOfIncus(), await helper.find(name)]).toEqual([before, undefined]);
});

it(
  'a helper that is killed meanwhile deletes image and instance at its next start',
  { timeout: 30 * minutes },
  async () => {
    const name = `killed-${suffix}`;
    const kill = 'systemctl kill --signal KILL bulkhead-helper.service';
    expect(await importedUntil(name, 'creating the container', kill)).toMatch(/has ended$/m);
    await lab.mustRun('systemctl start bulkhead-helper.service');
    await expect.poll(imagesOfIncus, { timeout: 10 * minutes }).toBe(before);
    await expect.poll(() => lab.mustRun('incus list -f csv -c n'), { timeout: 10 * minutes }).not.toContain(name);
  },
);

it('nothing of it was denied', { timeout: minutes }, async () => {
  expect((await denialsSince(lab, begun)).filter((line) => /bulkhead_(?:t|incus_t|helper_t)/.test(line))).toEqual([]);
});
