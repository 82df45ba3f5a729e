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
afterAll(() => helper.close());

const client = () => helper.client();
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
  await inside(
    `echo word > /srv/word; chown 33:34 /srv/word; chmod 4751 /srv/word; ln /srv/word /srv/again; mkfifo /srv/pipe
     rm /etc/issue; head -c 300000 /dev/urandom > /data/blob; chown 7:7 /data/blob; sync`,
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

it('becomes another container with the same files, volumes and label, after the first is gone', async () => {
  const sums = 'cd /; find srv data etc -xdev -printf "%p %y %m %U:%G %n\\n" | grep -v machine-id | sort | sha256sum';
  await (await client()).request('port.publish', { name, hostPort: 18_080, port: 80 });
  await inside('rm -f /etc/hostname.bak; sync');
  const before = await inside(sums);
  const { id } = await backUp();
  await (await client()).request('container.stop', { name, force: true });
  await readResult((await client()).stream('volume.detach', { name, target: '/data' }));
  await (await client()).request('container.remove', { name });
  await (await client()).request('named-volume.remove', { name: volume });

  const restored = await readResult((await client()).stream('backup.restore', { repository, backup: id, name }));
  expect(restored.left).toEqual([]);
  expect(restored.container).toMatchObject({
    name,
    state: 'stopped',
    published: [{ hostPort: 18_080, port: 80 }],
    volumes: [{ source: `/var/lib/bulkhead/volumes/${volume}/files`, target: '/data' }],
  });
  const started = await (await client()).request('container.start', { name });
  expect(started.confinementMode).toBe('enforced');
  expect(await inside(sums)).toBe(before);
  expect(await inside('cat /srv/again /data/small; test ! -e /etc/issue; stat -c "%F %U" /srv/pipe')).toContain('fifo');
  expect(await lab.mustRun('ls -A /var/lib/bulkhead/backups/restoring')).toBe('');
});

it('is not taken where the repository is gone, and the list says so', async () => {
  await lab.mustRun(`mv ${folder} ${folder}.away; mkdir -m 700 ${folder}`);
  expect(await codeOf(backUp())).toBe('repository-unusable');
  const { unusable } = await (await client()).request('backup.list', {});
  expect(unusable.map((one) => one.repository)).toEqual([repository]);
  await lab.mustRun(`rmdir ${folder}; mv ${folder}.away ${folder}`);
});
