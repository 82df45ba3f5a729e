// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, createUntil, noTraces, tracesOf } from '../../../hosts/fixtures/cut-creation.ts';
import { idle } from '../../../hosts/fixtures/idle.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const name = `filed-${suffix}`;
const mebibyte = 2 ** 20;
const own = `/var/lib/bulkhead/containers/${name}`;

let helper: LabClient;

/** The layers' folder becomes a plain ext4, as most hosts have it: without project quotas. */
beforeAll(async () => {
  await lab.mustRun(`set -e
systemctl stop bulkhead-helper.service
truncate -s 3G /var/tmp/plain.img && mke2fs -q -F -t ext4 -E lazy_itable_init=1,lazy_journal_init=1 /var/tmp/plain.img
label=$(stat -c %C /var/lib/bulkhead/containers)
mount -o "loop,rootcontext=\\"$label\\"" /var/tmp/plain.img /var/lib/bulkhead/containers && chmod 0700 /var/lib/bulkhead/containers
systemctl start bulkhead-helper.service`);
  helper = await openLabClient(lab);
  await helper.create({ name, ...idle, limits: { diskBytes: 256 * mebibyte }, start: true });
});
afterAll(async () => {
  try {
    await helper.close();
  } finally {
    await lab.mustRun(
      'systemctl stop bulkhead-helper.service; umount /var/lib/bulkhead/containers; rm -f /var/tmp/plain.img; ' +
        'systemctl start bulkhead-helper.service',
    );
  }
});

const inside = async (script: string): Promise<string> => (await helper.exec(name, 'sh', '-c', script)).output;
const takeAll = `i=0; while fallocate -l 16M /root/piece.$i 2>/dev/shm/said; do i=$((i+1)); done; echo $i; cat /dev/shm/said`;
const loopsOf = (path: string): Promise<string> =>
  lab.mustRun(`losetup --noheadings --output BACK-FILE | grep -F ${path}/ || true`);
const availableBytes = async (): Promise<number> =>
  Number(await lab.mustRun('df -B1 --output=avail /var/lib/bulkhead/containers | tail -n 1'));

describe('a layer in a file of its own, on a file system without project quotas', () => {
  it('is shown in container and host, is allocated whole, and lets no set-id or device work on the host (review F1)', async () => {
    expect((await (await helper.client()).request('host.info', {})).disk).toMatchObject({ backing: 'file' });
    expect(await helper.find(name)).toMatchObject({ disk: { backing: 'file' }, limits: { diskBytes: 256 * mebibyte } });
    const [size, blocks] = (await lab.mustRun(`stat -c '%s %b' ${own}/layer.ext4`)).trim().split(' ').map(Number);
    expect(size).toBe(256 * mebibyte);
    expect((blocks ?? 0) * 512).toBeGreaterThanOrEqual(256 * mebibyte);
    expect(await lab.mustRun(`grep " ${own}/disk " /proc/mounts`)).toMatch(/ext4 rw,.*nosuid,nodev/);
  });

  it('ends its root at its limit, and the container has its own label all the same (review F1)', async () => {
    const before = await availableBytes();
    const [pieces = '', said = ''] = (await inside(takeAll)).split('\n');
    expect(Number(pieces)).toBeLessThan(16);
    expect(said).toContain('No space left on device');
    expect(Math.abs((await availableBytes()) - before)).toBeLessThan(mebibyte);
    const { categories } = (await helper.find(name)) ?? { categories: [] };
    expect(await lab.mustRun(`stat -c %C /var/lib/lxc/${name}/rootfs/root/piece.0`)).toBe(
      `system_u:object_r:bulkhead_file_t:s0:${categories.join(',')}\n`,
    );
  });

  it('full, is stopped and started again', async () => {
    const client = await helper.client();
    expect((await client.request('container.stop', { name, force: true })).state).toBe('stopped');
    expect((await client.request('container.start', { name })).state).toBe('running');
    // What its boot has removed makes room for a little; not for this.
    expect(await inside('dd if=/dev/zero of=/root/more bs=1M count=64 2>&1 | grep -c "No space left"')).toBe('1');
    await inside('rm /root/more');
  });

  it('is made larger while it runs; smaller, or without a limit, is denied with the reason', async () => {
    const client = await helper.client();
    const grown = await client.request('container.configure', { name, limits: { diskBytes: 384 * mebibyte } });
    expect(grown).toMatchObject({
      container: { limits: { diskBytes: 384 * mebibyte } },
      applied: [{ key: 'diskBytes', applies: 'live' }],
    });
    expect(await inside('fallocate -l 64M /root/larger && echo room')).toBe('room');
    for (const diskBytes of [128 * mebibyte, null]) {
      await expect(client.request('container.configure', { name, limits: { diskBytes } })).rejects.toMatchObject({
        code: 'limit-not-possible',
        message: expect.stringContaining('can only grow') as string,
      });
    }
  });

  it('is mounted again when a reboot took its mounts, full as it is, and room can be made in it', async () => {
    const client = await helper.client();
    await inside(`${takeAll}; dd if=/dev/zero of=/root/rest bs=4k 2>/dev/null; true`);
    await client.request('container.stop', { name, force: true });
    await lab.mustRun(
      `systemctl stop bulkhead-helper.service; umount /var/lib/lxc/${name}/rootfs ${own}/lower ${own}/disk; ` +
        'systemctl start bulkhead-helper.service',
    );
    expect((await (await helper.client()).request('container.start', { name })).state).toBe('running');
    expect(await inside('rm /root/piece.0 && fallocate -l 8M /root/again && echo room')).toBe('room');
  });

  it('that does not fit is denied with what would, and leaves nothing', async () => {
    const other = `large-${suffix}`;
    await expect(helper.create({ name: other, image: 'debian-13' })).rejects.toMatchObject({
      code: 'limit-not-possible',
      message: expect.stringMatching(
        /10 GiB are allocated at once, and only .* are free above the host's reserve/,
      ) as string,
    });
    await expect(helper.create({ name: other, image: 'debian-13', limits: { diskBytes: null } })).rejects.toMatchObject(
      { code: 'limit-not-possible' },
    );
    expect(await tracesOf(lab, other)).toBe(noTraces);
  });

  it('is gone with its container, full as it is, and its room is free again', async () => {
    await inside(takeAll);
    expect(await codeOf((await helper.client()).request('container.remove', { name, force: true }))).toBe('done');
    expect(await tracesOf(lab, name)).toBe(noTraces);
    expect(await loopsOf(own)).toBe('');
  });
});

describe('a named volume in a file, on a file system without project quotas', () => {
  const [user, volume] = [`filing-${suffix}`, `kept-${suffix}`];
  const folder = `/var/lib/bulkhead/volumes/${volume}`;
  const source = `${folder}/files`;
  const write = async (script: string): Promise<string> => (await helper.exec(user, 'sh', '-c', script)).output;
  const resize = async (limitBytes: number | null): Promise<unknown> =>
    (await helper.client()).request('named-volume.resize', { name: volume, limitBytes });

  it('is allocated whole, and belongs to one container alone, which ends at its limit (review F1)', async () => {
    const client = await helper.client();
    const made = await client.request('named-volume.create', { name: volume, limitBytes: 96 * mebibyte });
    expect(made.volume).toMatchObject({ source, limitBytes: 96 * mebibyte });
    expect(made.volume.usedBytes).toBeLessThan(96 * mebibyte);
    expect(await lab.mustRun(`grep ' ${source} ' /proc/mounts; ls -A ${source}`)).toMatch(
      /^\S+ \S+ ext4 rw,.*nosuid,nodev.*\n$/,
    );
    await helper.create({
      name: user,
      ...idle,
      limits: { diskBytes: 128 * mebibyte },
      start: true,
      volumes: [{ source, target: '/data', readOnly: false, share: false }],
    });
    expect(
      await write('fallocate -l 128M /data/much; echo $?; rm -f /data/much; echo kept > /data/word; cat /data/word'),
    ).toMatch(/No space left on device\n1\nkept$/);
    const { categories } = (await helper.find(user)) ?? { categories: [] };
    expect(await lab.mustRun(`stat -c %C ${source}/word`)).toBe(
      `system_u:object_r:bulkhead_file_t:s0:${categories.join(',')}\n`,
    );
  });

  it('grows below the container that runs, and cannot shrink', async () => {
    await resize(160 * mebibyte);
    expect(await write('fallocate -l 128M /data/much && echo room')).toBe('room');
    for (const limitBytes of [96 * mebibyte, null])
      await expect(resize(limitBytes)).rejects.toMatchObject({
        code: 'limit-not-possible',
        message: expect.stringContaining('which can only grow') as string,
      });
  });

  it('is there again after a reboot, and a container that would write beside it does not start', async () => {
    await (await helper.client()).request('container.stop', { name: user, force: true });
    // All mounts of it, as a reboot takes them.
    const unmount = `while umount ${source} 2>/dev/null; do :; done`;
    await lab.mustRun(
      `umount /var/lib/lxc/${user}/volumes/* 2>/dev/null || true; ${unmount}; ! grep -F ${source} /proc/mounts`,
    );
    await expect((await helper.client()).request('container.start', { name: user })).rejects.toMatchObject({
      code: 'volume-not-allowed',
    });
    await lab.mustRun('systemctl restart bulkhead-helper.service');
    await (await helper.client()).request('container.start', { name: user });
    expect(await write('cat /data/word')).toBe('kept');
  });

  it('is removed with its file', async () => {
    const client = await helper.client();
    await client.request('container.remove', { name: user, force: true });
    await client.request('named-volume.remove', { name: volume });
    expect(await lab.mustRun(`ls -A /var/lib/bulkhead/volumes; grep -c ${volume} /proc/mounts || true`)).toBe('0\n');
    expect(await loopsOf(folder)).toBe('');
  });
});

/** The steps include, with BULKHEAD_EVERY_STEP=1 as before a release, the one before anything is mounted. */
const killedIn =
  process.env['BULKHEAD_EVERY_STEP'] === '1' ? (['prepare-image', 'mount'] as const) : (['mount'] as const);

describe('a creation with a layer in a file that is cut short (F1)', () => {
  it.each(['prepare-image', 'mount'] as const)('cancelled in the step %s leaves nothing', async (step) => {
    const cut = `cut-${step}-${suffix}`;
    helper.adopt(cut);
    const chosen = { name: cut, limits: { diskBytes: 128 * mebibyte } };
    expect(await createUntil(helper, chosen, { step, act: (abort) => abort() })).toBe('cancelled');
    expect(await tracesOf(lab, cut)).toBe(noTraces);
    expect(await loopsOf(`/var/lib/bulkhead/containers/${cut}`)).toBe('');
  });

  it.each(killedIn)('by the death of the helper in the step %s leaves nothing', async (step) => {
    const shot = `shot-${step}-${suffix}`;
    helper.adopt(shot);
    const kill = (): Promise<string> =>
      lab.mustRun(['systemctl', 'kill', '-s', 'KILL', '--kill-whom=main', 'bulkhead-helper.service']);
    const chosen = { name: shot, limits: { diskBytes: 128 * mebibyte } };
    await createUntil(helper, chosen, { step, act: kill }).catch(() => 'gone');
    await until(
      async () =>
        (await lab.mustRun(['systemctl', 'is-active', 'bulkhead-helper.service']).catch(() => '')) === 'active\n',
    );
    await until(async () => (await tracesOf(lab, shot)).endsWith(noTraces));
    // The signal may come when all is done; then it is whole.
    if ((await helper.find(shot)) === undefined)
      expect([await tracesOf(lab, shot), await loopsOf(`/var/lib/bulkhead/containers/${shot}`)]).toEqual([
        noTraces,
        '',
      ]);
    else expect(await helper.exec(shot, 'true')).toEqual({ exitCode: 0, output: '' });
  });
});
