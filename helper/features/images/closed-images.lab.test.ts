// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';

/** A user of the host who is in no group of Bulkhead, and the set-id programs in images and layers. */
const lab = await useTestLab();
const name = `closed-${Date.now().toString(36)}`;
const images = '/var/lib/bulkhead/images';

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await helper.create({ name, image: 'debian-13', start: true });
});
afterAll(async () => {
  await lab.mustRun(['chmod', '0700', images]);
  await helper.close();
});

/** The set-id programs of a tree, which are there. */
async function setIdPrograms(tree: string): Promise<readonly string[]> {
  const found = (await lab.mustRun(`find ${tree}/usr/bin -xdev -type f -perm /6000`)).trim().split('\n');
  expect(found.length).toBeGreaterThan(3);
  return found;
}

it('no set-id program of an image, a layer or a root can be run by another user, by any way (C5) (review F2)', async () => {
  const trees = [
    `${images}/debian-13/rootfs`,
    `/var/lib/bulkhead/containers/${name}/lower`,
    `/var/lib/lxc/${name}/rootfs`,
  ];
  for (const tree of trees) {
    for (const program of await setIdPrograms(tree)) {
      const { stdout, stderr, code } = await lab.run(
        `${program} --help; cat ${program} | wc -c; ls ${tree}; stat ${tree}/usr`,
        { user: 'outsider' },
      );
      expect([program, code, stdout, stderr.match(/Permission denied/g)?.length]).toEqual([program, 1, '0\n', 4]);
    }
  }
});

it('nor by operator, who may make containers, nor by a descriptor that the host gives of a mount (C5) (review F2)', async () => {
  const { stderr } = await lab.run(
    `ls ${images} /var/lib/bulkhead/containers /var/lib/lxc/${name}; cd ${images}/debian-13`,
    { user: 'operator' },
  );
  expect(stderr.match(/Permission denied/g)).toHaveLength(4);
  expect(await lab.mustRun(['findmnt', '-n', '-o', 'OPTIONS', `/var/lib/bulkhead/containers/${name}/lower`])).toMatch(
    /nosuid,nodev/,
  );
});

it('root of the container reaches its files, and set-id programs work in there', async () => {
  expect(
    await helper.exec(
      name,
      'sh',
      '-c',
      'test -u /usr/bin/su && setpriv --reuid 1000 --clear-groups /usr/bin/passwd --status 2>&1 | head -c 0; cat /etc/hostname',
    ),
  ).toEqual({ exitCode: 0, output: name });
});

it("a container's mountinfo says nothing of where the host keeps its layers (review F12)", async () => {
  const { output } = await helper.exec(name, 'cat', '/proc/self/mountinfo');
  expect(output).toMatch(/ - overlay overlay .*lowerdir=/);
  expect(output).not.toMatch(/bulkhead\/|\/var\/lib\/lxc/);
});

it('an audit finds a store that was opened by hand, and the next start of the helper closes it (C5) (review F2)', async () => {
  const found = async (): Promise<readonly string[]> => {
    const paths: string[] = [];
    for await (const item of (await helper.client()).stream('isolation.audit', {}))
      if (item.type === 'finding' && item.finding.kind === 'open-path')
        paths.push(`${item.finding.severity} ${item.finding.path}`);
    return paths;
  };
  expect(await found()).toEqual([]);
  await lab.mustRun(['chmod', '0755', images]);
  expect((await lab.run(['ls', images], { user: 'outsider' })).code).toBe(0);
  expect(await found()).toEqual([`weak ${images}`]);
  await lab.mustRun('systemctl restart bulkhead-helper.service');
  await helper.recovered();
  expect(await lab.mustRun(['stat', '-c', '%a', images, '/var/lib/bulkhead/containers'])).toBe('700\n700\n');
  expect(await found()).toEqual([]);
});
