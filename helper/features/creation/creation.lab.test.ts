// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { codeOf, noTraces, tracesOf } from '../../../hosts/fixtures/cut-creation.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
});
afterAll(() => helper.close());

describe('what cannot be done fails, and nothing changes', () => {
  const name = `kept-${suffix}`;

  beforeAll(async () => {
    await helper.create({ name, image: 'debian-13', start: true });
  });

  it('a name that is taken', async () => {
    const configuration = await lab.mustRun(['cat', `/var/lib/lxc/${name}/config`]);
    expect(await codeOf(helper.create({ name, image: 'debian-13' }))).toBe('container-exists');
    expect(await lab.mustRun(['cat', `/var/lib/lxc/${name}/config`])).toBe(configuration);
    expect((await helper.find(name))?.state).toBe('running');
  });

  it('a name that is taken, and the container that has it stays in sight', async () => {
    const watching = new AbortController();
    const client = await helper.client();
    const seen: string[] = [];
    for await (const change of client.stream('container.watch', {}, { signal: watching.signal })) {
      if (change.type === 'snapshot') {
        expect(await codeOf(helper.create({ name, image: 'debian-13' }))).toBe('container-exists');
        await client.request('container.configure', { name, limits: { pids: 500 } });
      } else if (change.type === 'removed') seen.push(change.name);
      else if (change.container.name === name && change.container.limits.pids === 500) break;
    }
    expect(seen).toEqual([]);
  });

  it('an image that is missing', async () => {
    const other = `no-image-${suffix}`;
    expect(await codeOf(helper.create({ name: other, image: 'nothing-of-the-kind' }))).toBe('image-not-found');
    expect(await tracesOf(lab, other)).toBe(noTraces);
  });

  it('a name outside the schema, reported by its field', async () => {
    await expect(helper.create({ name: '../escape', image: 'debian-13' })).rejects.toMatchObject({
      code: 'params-invalid',
      message: expect.stringContaining('name') as string,
    });
  });

  it('the removal of a running container without force', async () => {
    expect(await codeOf((await helper.client()).request('container.remove', { name }))).toBe('container-running');
    expect((await helper.find(name))?.state).toBe('running');
  });

  it('a disk that is full', async () => {
    const other = `full-${suffix}`;
    await lab.mustRun(['mount', '-t', 'tmpfs', '-o', 'nr_inodes=3,mode=0700', 'small', '/var/lib/bulkhead/containers']);
    try {
      expect(
        await codeOf(helper.create({ name: other, image: 'debian-13', limits: { diskBytes: 64 * 2 ** 20 } })),
      ).toBe('disk-full');
    } finally {
      await lab.mustRun(['umount', '/var/lib/bulkhead/containers']);
    }
    expect(await tracesOf(lab, other)).toBe(noTraces);
    expect((await helper.find(name))?.state).toBe('running');
  });

  it('a start whose init is not there, reported by LXC itself, without what could move a cursor', async () => {
    const other = `no-init-${suffix}`;
    await lab.mustRun(
      `mkdir -p /var/lib/bulkhead/images/${other}/rootfs && cd /var/lib/bulkhead/images/${other} && ` +
        `sed 's/"debian-13"/"${other}"/' ../debian-13/image.json > image.json && cd rootfs && ` +
        'mkdir proc sys dev etc run tmp',
    );
    try {
      const created = helper.create({ name: other, image: other, start: true });
      await expect(created).rejects.toMatchObject({
        code: 'container-not-started',
        message: expect.stringMatching(/^cannot .*Failed to exec "\/sbin\/init"/) as string,
      });
      await expect(created).rejects.toMatchObject({
        message: expect.not.stringMatching(/\p{Cc}|start\.log/u) as string,
      });
    } finally {
      await lab.mustRun(['rm', '-rf', `/var/lib/bulkhead/images/${other}`]);
    }
    expect(await tracesOf(lab, other)).toBe(noTraces);
  });

  it('a start on a host without the programs of LXC', async () => {
    const other = `no-lxc-${suffix}`;
    await lab.mustRun(['mv', '/usr/bin/lxc-start', '/usr/bin/lxc-start.away']);
    try {
      expect(await codeOf(helper.create({ name: other, image: 'debian-13', start: true }))).toBe('lxc-unavailable');
    } finally {
      await lab.mustRun(['mv', '/usr/bin/lxc-start.away', '/usr/bin/lxc-start']);
    }
    expect(await tracesOf(lab, other)).toBe(noTraces);
  });

  it('a console on a host without the programs of LXC', async () => {
    await lab.mustRun(['mv', '/usr/bin/lxc-attach', '/usr/bin/lxc-attach.away']);
    try {
      expect(await codeOf(helper.exec(name, 'true'))).toBe('lxc-unavailable');
    } finally {
      await lab.mustRun(['mv', '/usr/bin/lxc-attach.away', '/usr/bin/lxc-attach']);
    }
    expect(await helper.exec(name, 'true')).toEqual({ exitCode: 0, output: '' });
  });

  it('a container of other tools, which is shown all the same', async () => {
    const other = `foreign-${suffix}`;
    await lab.mustRun(
      `mkdir -p /var/lib/lxc/${other}/rootfs && printf 'lxc.uts.name = ${other}\\nlxc.rootfs.path = ` +
        `dir:/var/lib/lxc/${other}/rootfs\\n' > /var/lib/lxc/${other}/config`,
    );
    try {
      expect(await helper.find(other)).toMatchObject({
        isManaged: false,
        state: 'stopped',
        confinementMode: 'unknown',
      });
      const client = await helper.client();
      expect(await codeOf(client.request('container.start', { name: other }))).toBe('container-not-managed');
      expect(await codeOf(client.request('container.configure', { name: other, limits: { pids: 100 } }))).toBe(
        'container-not-managed',
      );
      expect(await codeOf(client.request('container.remove', { name: other, force: true }))).toBe(
        'container-not-managed',
      );
      expect(await lab.mustRun(['ls', `/var/lib/lxc/${other}`])).toBe('config\nrootfs\n');
    } finally {
      await lab.mustRun(['rm', '-rf', `/var/lib/lxc/${other}`]);
    }
  });
});

describe('a configured context that was tampered with (D5)', () => {
  const [name, otherContainer] = [`bent-${suffix}`, `next-${suffix}`] as const;

  beforeAll(async () => {
    await helper.create({ name, image: 'debian-13' });
    await helper.create({ name: otherContainer, image: 'debian-13' });
  });

  it.each([
    ['removed', '/lxc.selinux.context/d'],
    ['unconfined', 's/^lxc.selinux.context = .*/lxc.selinux.context = unconfined_u:unconfined_r:unconfined_t:s0/'],
    ['with all categories', 's/\\(bulkhead_t:s0\\):.*/\\1-s0:c0.c1023/'],
    ["with another container's categories", 's/bulkhead_t:s0:.*/bulkhead_t:OTHER_LEVEL/'],
    [
      'and again by an include',
      '$a lxc.include = /etc/lxc/default.conf\\nlxc.selinux.context = unconfined_u:unconfined_r:unconfined_t:s0',
    ],
  ])('%s: it is not left running', async (_, edit) => {
    const configuration = `/var/lib/lxc/${name}/config`;
    const level = ((await helper.find(otherContainer))?.context ?? '').split(':').slice(3).join(':');
    await lab.mustRun(['cp', '-a', configuration, '/root/config.before']);
    try {
      await lab.mustRun(['sed', '-i', edit.replace('OTHER_LEVEL', level), configuration]);
      expect(await codeOf((await helper.client()).request('container.start', { name }))).toMatch(
        /^(container-failed|container-not-started|context-mismatch)$/,
      );
      expect(await lab.mustRun(['lxc-info', '-n', name, '-s', '-H'])).toBe('STOPPED\n');
    } finally {
      await lab.mustRun(['mv', '/root/config.before', configuration]);
    }
  });
});
