// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../lab/test-lab.ts';
import { isThorough } from '../../lab/thorough.ts';

const lab = await useTestLab();
const name = `groups-${Date.now().toString(36)}`;
const configuration = `/var/lib/lxc/${name}/config`;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await helper.create({ name, image: 'debian-13', start: true });
  await helper.booted(name);
});
afterAll(() => helper.close());

/** Makes them by one process: under emulation a thousand of them take minutes. */
const made = async (count: number): Promise<number> =>
  Number(
    (
      await helper.exec(
        name,
        'sh',
        '-c',
        `mkdir -p /sys/fs/cgroup/many; cd /sys/fs/cgroup/many && mkdir $(seq ${count}) 2>/dev/null; ls -d [0-9]* | wc -l`,
      )
    ).output,
  );

it('its root makes no more cgroups than are allowed, cannot raise the bound, and is stopped at once (review F13)', async () => {
  expect(await made(3000)).toBeLessThan(1000);
  const { output } = await helper.exec(
    name,
    'sh',
    '-c',
    'mkdir /sys/fs/cgroup/many/one-more; echo max > /sys/fs/cgroup/cgroup.max.descendants; ' +
      'cat /sys/fs/cgroup/cgroup.max.descendants /sys/fs/cgroup/cgroup.max.depth',
  );
  expect(output).toMatch(/Resource temporarily unavailable[^]*Permission denied[^]*1000\n32$/);
  await (await helper.client()).request('container.stop', { name, force: true });
  expect((await helper.find(name))?.state).toBe('stopped');
});

it.runIf(isThorough)(
  'one that was made before there were bounds is found, and gets them at the next start of the helper, running or not (review F13)',
  async () => {
    await lab.mustRun(['sed', '-i', '/cgroup.max/d', configuration]);
    await (await helper.client()).request('container.start', { name });
    const cgroup = `/sys/fs/cgroup/lxc.payload.${name}`;
    expect(await lab.mustRun(['cat', `${cgroup}/cgroup.max.descendants`])).toBe('max\n');
    const found: string[] = [];
    for await (const item of (await helper.client()).stream('isolation.audit', {}))
      if (item.type === 'finding' && item.finding.kind === 'unbounded-cgroups') found.push(...item.finding.containers);
    expect(found).toEqual([name]);
    await lab.mustRun('systemctl restart bulkhead-helper.service');
    await helper.recovered();
    expect((await helper.find(name))?.state).toBe('running');
    expect(
      await lab.mustRun(
        `cat ${cgroup}/cgroup.max.descendants ${cgroup}/cgroup.max.depth; grep -c cgroup.max ${configuration}`,
      ),
    ).toBe('1000\n32\n2\n');
  },
);
