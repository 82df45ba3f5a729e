// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFailure } from '../../../contract/errors.ts';
import type { ContainerFile } from '../../../contract/model/containers/container-file.ts';
import type { ParamsInput } from '../../../contract/operations/index.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const name = `files-${suffix}`;
const volume = `/srv/${name}`;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await lab.mustRun(`mkdir -p ${volume} && echo there > ${volume}/file && chown 33:33 ${volume}/file`);
  await helper.create({ name, image: 'debian-13' });
  const client = await helper.client();
  await readResult(client.stream('volume.attach', { name, source: volume, target: '/data' }));
});
afterAll(async () => {
  await helper.close();
  await lab.mustRun(`umount ${volume} 2>/dev/null; rm -rf ${volume}`);
});

async function list(path: string): Promise<readonly ContainerFile[]> {
  const files: ContainerFile[] = [];
  for await (const item of (await helper.client()).stream('file.list', { name, path })) files.push(...item.files);
  return files;
}
async function read(path: string): Promise<string> {
  let text = '';
  for await (const item of (await helper.client()).stream('file.read', { name, path }))
    if (item.type === 'data') text += Buffer.from(item.data).toString();
  return text;
}
async function write(
  path: string,
  text: string,
  options: Partial<ParamsInput<'file.write'>> = {},
): Promise<ContainerFile> {
  const call = (await helper.client()).channel('file.write', { name, path, ...options });
  await call.send({ type: 'data', data: Buffer.from(text) });
  await call.send({ type: 'end' });
  return (await call.result).file;
}
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: unknown) => (isFailure(error) ? error.code : String(error)),
  );
const inside = async (command: string): Promise<string> =>
  (await helper.exec(name, 'sh', '-c', `${command} 2>&1`)).output.trim();

describe('the files of a container', () => {
  it('that is stopped are read, written and renamed, each with the label of its place', async () => {
    const pair = (await helper.find(name))?.categories.join(',') ?? '';
    const label = `system_u:object_r:bulkhead_file_t:s0:${pair}`;
    expect(await read('/etc/hostname')).toBe(`${name}\n`);
    expect((await list('/etc')).find((file) => file.name === 'passwd')).toMatchObject({ user: { inside: 0 }, label });
    expect(await write('/etc/motd.new', 'hello\n', { mode: 0o640, group: 4 })).toMatchObject({
      label,
      mode: 0o640,
      user: { inside: 0 },
      group: { inside: 4 },
    });
    const client = await helper.client();
    await client.request('file.make-folder', { name, path: '/srv/www', user: 33, group: 33 });
    await client.request('file.rename', { name, path: '/etc/motd.new', to: '/srv/www/motd' });
    // A new file on the volume has its label, and the id on the disk that the container has for it.
    expect(await write('/data/new', 'on the volume\n', { user: 33 })).toMatchObject({ label, user: { inside: 33 } });
    expect(await lab.mustRun(['stat', '-c', '%u %a %C', `${volume}/new`])).toBe(`33 644 ${label}\n`);
    expect((await list('/data')).map((file) => file.name).sort()).toEqual(['file', 'new']);
  });

  it('are the same to the container once it runs, and those that it writes are read', async () => {
    await (await helper.client()).request('container.start', { name });
    expect(await inside('stat -c "%U:%G %a" /srv/www /srv/www/motd; cat /srv/www/motd /data/new')).toBe(
      'www-data:www-data 755\nroot:adm 640\nhello\non the volume',
    );
    await inside('echo from inside > /srv/www/page; mkfifo /srv/www/pipe');
    expect(await read('/srv/www/page')).toBe('from inside\n');
    const [page] = (await list('/srv/www')).filter((file) => file.name === 'page');
    await write('/srv/www/page', 'from outside\n', { version: page?.version });
    expect(await inside('cat /srv/www/page; echo appended >> /srv/www/page')).toBe('from outside');
    expect(await codeOf(write('/srv/www/page', 'lost\n', { version: page?.version }))).toBe('file-changed');
    expect(await inside('tail -n 1 /srv/www/page')).toBe('appended');
  });

  it('are copied out together, by the command line, as the container has them', async () => {
    const operator = { user: 'operator' };
    await inside('ln -s /etc/shadow /srv/www/shadow; install -m 4755 /bin/true /srv/www/set-id');
    const packed = await lab.mustRun(
      `cd ~ && bulkheadctl file pack ${name} /srv/www /data --to pack.tar 2>&1 && tar -tvf pack.tar --numeric-owner`,
      operator,
    );
    expect(packed).toContain('left out /srv/www/pipe: it is a pipe');
    expect(packed).toMatch(/^drwxr-xr-x 33\/33 .* www\/$/m);
    expect(packed).toMatch(/^-rw-r----- 0\/4 .* www\/motd$/m);
    expect(packed).toMatch(/^lrwxrwxrwx 0\/0 .* www\/shadow -> \/etc\/shadow$/m);
    expect(packed).toMatch(/^-rwxr-xr-x 0\/0 .* www\/set-id$/m);
    expect(packed).toMatch(/^-rw-r--r-- 33\/0 .* data\/new$/m);
    expect(
      await lab.mustRun(
        `cd ~ && bulkheadctl file pull ${name} /srv/www --recursive 2>/dev/null && cat www/page && ls -A . && rm -r www pack.tar`,
        operator,
      ),
    ).toMatch(/^from outside\nappended\n(?!.*www\.part)/s);
    await inside('rm /srv/www/shadow /srv/www/set-id');
  });

  it('lead nowhere out of it, and what is mounted in it stays mounted (C3)', async () => {
    const before = await lab.mustRun(`sha256sum /etc/shadow; stat -c '%a %C' /etc/shadow`);
    await inside(
      'ln -s /etc/shadow /srv/out; ln -s ../../../../../../../../etc /srv/up; ln -s /proc/1/root /srv/magic',
    );
    // The container's own, as its own root would read it.
    expect(await read('/srv/out')).toBe(`${await inside('cat /etc/shadow')}\n`);
    expect(await codeOf(write('/srv/out', 'x', { replace: true }))).toBe('file-not-usable');
    expect(await codeOf(read('/srv/magic/etc/shadow'))).toMatch(/^file-not-(?:found|usable)$/);
    expect(await codeOf(read('/srv/www/pipe'))).toBe('file-not-usable');
    const client = await helper.client();
    for (const path of ['/data', '/proc', '/dev'])
      expect(await codeOf(readResult(client.stream('file.remove', { name, path, recursive: true })))).toBe(
        'file-not-usable',
      );
    expect(await inside('ls /data; test -d /proc/1 && echo mounted')).toContain('mounted');
    expect(await readResult(client.stream('file.remove', { name, path: '/srv', recursive: true }))).toMatchObject({
      removed: 8,
    });
    expect(await lab.mustRun(`sha256sum /etc/shadow; stat -c '%a %C' /etc/shadow`)).toBe(before);
  });
});
