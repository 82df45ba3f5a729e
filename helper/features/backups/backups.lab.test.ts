// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Backup } from '../../../contract/model/host/backup.ts';
import { codeOf } from '../../../hosts/fixtures/cut-creation.ts';
import { idle } from '../../../hosts/fixtures/idle.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [name, volume, repository] = [`backed-${suffix}`, `data-${suffix}`, `disk-${suffix}`];
const folder = `/srv/${repository}`;

let helper: LabClient;
let key: string;

const client = () => helper.client();
const destroy = async (one: string, source: string): Promise<void> => {
  await (await client()).request('container.stop', { name: one, force: true });
  await readResult((await client()).stream('volume.detach', { name: one, target: '/data' }));
  await (await client()).request('container.remove', { name: one });
  await (await client()).request('named-volume.remove', { name: source });
};

beforeAll(async () => {
  helper = await openLabClient(lab);
  await lab.mustRun(['mkdir', '-m', '700', folder]);
  const { volume: made } = await (await client()).request('named-volume.create', { name: volume });
  await helper.create({
    name,
    ...idle,
    start: true,
    volumes: [{ source: made.source, target: '/data', readOnly: false, share: false }],
  });
});
afterAll(async () => {
  await destroy(name, volume);
  await helper.close();
});

const inside = async (script: string): Promise<string> => {
  const { output, exitCode } = await helper.exec(name, 'sh', '-ec', script);
  expect([exitCode, output]).toEqual([0, expect.any(String)]);
  return output;
};
const backUp = async (): Promise<Backup> => readResult((await client()).stream('backup.run', { name, repository }));

it('is kept in a repository that SELinux lets the helper make', async () => {
  const added = await (await client()).request('backup.add', { repository, folder });
  key = added.key ?? '';
  expect(await (await client()).request('backup.key', { repository })).toEqual({ key });
  expect(await lab.mustRun(`ls ${folder}`)).toContain('config');
});

it('holds layer and volume of a running container, with what the overlay has removed', async () => {
  await (await client()).request('port.publish', { name, hostPort: 18_080, port: 80 });
  await inside(
    `echo word > /srv/word; chown 33:34 /srv/word; chmod 4751 /srv/word; ln /srv/word /srv/again; mkfifo /srv/pipe
     mkdir -m 1733 /srv/drop; ln -s /srv/word /srv/link; chmod 600 /etc/debian_version
     rm /etc/issue; head -c 300000 /dev/urandom > /data/blob; chown 7:7 /data/blob; ln /data/blob /data/same; sync`,
  );
  const first = await backUp();
  expect(first).toMatchObject({ repository, container: name, volumes: [volume] });
  const { backups, unusable } = await (await client()).request('backup.list', { container: name });
  expect([backups, unusable]).toEqual([[first], []]);
  expect(await inside('cat /srv/word')).toBe('word');
  // What restic alone finds there.
  const listed = await lab.mustRun(
    `RESTIC_PASSWORD=${key} restic --no-cache --no-lock -r ${folder} ls --long ${first.id}`,
  );
  expect(listed).toMatch(/^urwxr-x--x +33 +34 .* \/layer\/srv\/word$/m);
  expect(listed).toMatch(/^p\S+ .* \/layer\/srv\/pipe$/m);
  expect(listed).toMatch(/^Dc\S+ .* \/layer\/etc\/issue$/m);
  expect(listed).toMatch(new RegExp(`^-\\S+ +7 +7 +300000 .* /volumes/${volume}/blob$`, 'm'));
  expect(listed).toMatch(/ \/backup\.json$/m);
});

it('stores again only what has changed, and leaves no copy', async () => {
  await inside('echo other > /data/small');
  const second = await backUp();
  expect(second.addedBytes).toBeLessThan(100_000);
  expect(await lab.mustRun('ls -A /var/lib/bulkhead/backups/staging')).toBe('');
  expect(await lab.mustRun(`cat /sys/fs/cgroup/lxc.payload.${name}/cgroup.freeze`)).toBe('0\n');
});

/** Owners, modes, links, times and content of what a container has; its image and its host name are not compared. */
const listing = `cd /
  find srv data etc -xdev ! -name hostname ! -name hosts ! -name machine-id ! -name resolv.conf ! -type d \\
    -printf '%p %y %m %U:%G %n %s %T@ %l\\n' | sort
  find srv data etc -xdev -mindepth 1 -type d -printf '%p %m %U:%G\\n' | sort
  find srv data -xdev -type f -exec sha256sum {} + | sort
  ls -l /etc/issue 2>&1 || true`;
const restore = async (as: string) => {
  const [backup] = (await (await client()).request('backup.list', { container: name })).backups;
  helper.adopt(as);
  return readResult((await client()).stream('backup.restore', { repository, backup: backup?.id ?? '', name: as }));
};
/** Its process and its files, in the layer and in the volume, have one and the same level of SELinux. */
const levels = async (one: string, source: string): Promise<readonly string[]> => {
  const { output } = await helper.exec(one, 'sh', '-c', "tr -d '\\0' < /proc/1/attr/current");
  const files = await lab.mustRun(`stat -c %C /proc/$(lxc-info -n ${one} -pH)/root/{srv/word,data/blob} \\
    /var/lib/bulkhead/volumes/${source}/files/blob`);
  return [...new Set([output, ...files.trim().split('\n')].map((context) => context.split(':').slice(3).join(':')))];
};

it('becomes another container beside the first, and says what the first one has', async () => {
  const before = await inside(listing);
  await backUp();
  const other = `${name}-2`;
  const { container, left } = await restore(other);
  expect(left).toEqual([expect.stringContaining('the published port 18080: ')]);
  expect(container).toMatchObject({
    name: other,
    state: 'stopped',
    published: [],
    volumes: [{ source: `/var/lib/bulkhead/volumes/${other}-${volume}/files`, target: '/data' }],
  });
  const started = await (await client()).request('container.start', { name: other });
  expect(started.confinementMode).toBe('enforced');
  expect((await helper.exec(other, 'sh', '-ec', listing)).output).toBe(before);
  const [own, others] = [await levels(name, volume), await levels(other, `${other}-${volume}`)];
  expect([own.length, others.length]).toEqual([1, 1]);
  expect(own).not.toEqual(others);
  await destroy(other, `${other}-${volume}`);
});

it('comes back on a host that has nothing but the folder and the key', async () => {
  const before = await inside(listing);
  await destroy(name, volume);
  await (await client()).request('backup.remove', { repository });
  await lab.mustRun('rm -r /var/lib/bulkhead/backups');

  const added = await (await client()).request('backup.add', { repository, folder, key });
  expect(added).toMatchObject({ repository: { name: repository, folder }, key: null });
  const { container, left } = await restore(name);
  expect(left).toEqual([]);
  expect(container).toMatchObject({
    name,
    state: 'stopped',
    published: [{ hostPort: 18_080, port: 80 }],
    volumes: [{ source: `/var/lib/bulkhead/volumes/${volume}/files`, target: '/data' }],
  });
  const started = await (await client()).request('container.start', { name });
  expect(started.confinementMode).toBe('enforced');
  expect(await inside(listing)).toBe(before);
  await inside(
    'test ! -e /etc/issue; test -p /srv/pipe; test /srv/word -ef /srv/again; test /data/blob -ef /data/same',
  );
  expect(await levels(name, volume)).toHaveLength(1);
  expect(await lab.mustRun('ls -A /var/lib/bulkhead/backups/restoring')).toBe('');
});

it('is not taken where the repository is gone, and the list says so', async () => {
  await lab.mustRun(`mv ${folder} ${folder}.away; mkdir -m 700 ${folder}`);
  expect(await codeOf(backUp())).toBe('repository-unusable');
  const { unusable } = await (await client()).request('backup.list', {});
  expect(unusable.map((one) => one.repository)).toEqual([repository]);
  await lab.mustRun(`rmdir ${folder}; mv ${folder}.away ${folder}`);
});
