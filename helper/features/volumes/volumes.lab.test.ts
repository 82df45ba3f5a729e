// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import type { Remedy } from '../../../contract/model/denials/explanation.ts';
import { idle } from '../../../hosts/fixtures/idle.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [owner, other, third] = [`vol-a-${suffix}`, `vol-b-${suffix}`, `vol-c-${suffix}`] as const;
const base = `/srv/${suffix}`;
const [data, fixed] = [`${base}/data`, `${base}/fixed`] as const;

let helper: LabClient;

beforeAll(async () => {
  await lab.mustRun(`set -e
mkdir -p ${data}/sub ${fixed}; echo secret > ${data}/file; echo fixed > ${fixed}/file; echo page > ${data}/sub/page
chcon -t public_content_t ${data}/sub ${data}/sub/page; chmod -R 0777 ${base}`);
  helper = await openLabClient(lab);
  await Promise.all([owner, other, third].map((name) => helper.create({ name, ...idle })));
});
afterAll(async () => {
  await helper.close();
  await lab.mustRun(`umount ${base}/* 2>/dev/null; rm -rf ${base}`);
});

async function attach(
  name: string,
  source: string,
  target: string,
  options: { readonly readOnly?: boolean; readonly share?: boolean } = {},
): Promise<Container> {
  return (await readResult((await helper.client()).stream('volume.attach', { name, source, target, ...options })))
    .container;
}

async function detach(name: string, target: string): Promise<Container> {
  return (await readResult((await helper.client()).stream('volume.detach', { name, target }))).container;
}

async function start(...names: readonly string[]): Promise<void> {
  const client = await helper.client();
  await Promise.all(names.map((name) => client.request('container.start', { name })));
}

async function stop(...names: readonly string[]): Promise<void> {
  const client = await helper.client();
  await Promise.all(names.map((name) => client.request('container.stop', { name, force: true })));
}

async function sh(name: string, command: string): Promise<string> {
  return (await helper.exec(name, 'sh', '-c', `${command} 2>&1`)).output;
}

async function categoriesOf(name: string): Promise<string> {
  return (await helper.find(name))?.categories.join(',') ?? '';
}

/** The labels of a folder and of all in it, each once. */
async function labelsIn(folder: string): Promise<readonly string[]> {
  return (await lab.mustRun(`find ${folder} -printf '%Z\\n' | sort -u`)).trim().split('\n');
}

const denied = 'Permission denied';
/** Lists the whole path of each file with its label. */
const listing = (folder: string): Promise<string> => lab.mustRun(`find ${folder} -printf '%p %Z %m\\n' | sort`);

/** Mounts by a line that an administrator might write: the user that has it reaches the path, and the label decides. */
async function mountByHand(name: string): Promise<void> {
  await lab.mustRun(
    `mkdir -p /var/lib/lxc/${name}/rootfs/srv/hand && echo 'lxc.mount.entry = ${data} srv/hand none bind 0 ` +
      `0' >> /var/lib/lxc/${name}/config`,
  );
}

describe('a folder that is no volume', () => {
  it.each([
    ['/etc', 'belongs to the system'],
    [`/var/lib/lxc/${other}/rootfs`, 'lies below /var/lib/lxc'],
    ['/srv', 'too wide'],
    [`${base}/link`, 'symbolic link'],
    [`${base}/link/sub`, 'symbolic link'],
    [`${base}/missing`, 'no such folder'],
    [`${base}/set-id`, 'set-id'],
    [`${base}/secrets`, 'labelled shadow_t'],
    [`${base}/stolen`, 'label of a container'],
  ])('%s is rejected, and no label changes', async (source, reason) => {
    await lab.mustRun(
      `cd ${base} && ln -sfn data link && mkdir -p set-id secrets stolen && ` +
        'touch set-id/x secrets/x stolen/x && chmod 4755 set-id/x && chcon -t shadow_t secrets/x && ' +
        'chcon -t bulkhead_file_t -l s0:c1,c2 stolen/x',
    );
    const before = await listing(base);
    await expect(attach(owner, source, '/data')).rejects.toMatchObject({
      code: 'volume-not-allowed',
      data: { reason: expect.stringContaining(reason) as string },
    });
    expect(await listing(base)).toBe(before);
    expect((await helper.find(owner))?.volumes).toEqual([]);
  });

  it('nor is a place in the container that a link of its own leads elsewhere from', async () => {
    await lab.mustRun(`ln -s /etc /var/lib/lxc/${owner}/rootfs/srv/elsewhere`);
    await expect(attach(owner, fixed, '/srv/elsewhere/x')).rejects.toMatchObject({
      code: 'volume-not-allowed',
      data: { path: '/srv/elsewhere/x' },
    });
    expect((await helper.find(owner))?.volumes).toEqual([]);
    expect(await labelsIn(fixed)).toEqual([expect.stringContaining(':var_t:s0') as string]);
  });
});

describe('a volume of one container', () => {
  it('is read and written there, and by no other container, even at mode 0777', async () => {
    await attach(owner, data, '/data');
    await attach(owner, fixed, '/fixed', { readOnly: true });
    for (const name of [other, third]) await mountByHand(name);
    await start(owner, other, third);
    expect(await sh(owner, 'cat /data/file; mkdir /data/new; echo more > /data/new/made; id -u')).toBe('secret\n0');
    expect(
      await sh(owner, 'touch /fixed/x; mount -o remount,bind,rw /fixed; echo x > /fixed/file; cat /fixed/file'),
    ).toMatch(/Read-only file system[\s\S]*permission denied[\s\S]*Read-only file system[\s\S]*fixed/);
    for (const name of [other, third]) {
      expect(
        await sh(name, 'grep -c " /srv/hand " /proc/self/mounts; cat /srv/hand/file; ls /srv/hand; touch /srv/hand/x'),
      ).toMatch(new RegExp(`^1\\n.*${denied}\\n.*${denied}\\n.*${denied}$`));
    }
    expect(await labelsIn(data)).toEqual([`system_u:object_r:bulkhead_file_t:s0:${await categoriesOf(owner)}`]);
    expect(await lab.mustRun(['stat', '-c', '%u', `${data}/new/made`])).toBe('0\n');
    expect(await lab.mustRun(['findmnt', '-n', '-o', 'OPTIONS', data])).toMatch(/nosuid,nodev/);
  });

  it('stays while it runs, and is not given to another unasked', async () => {
    await expect(detach(owner, '/data')).rejects.toMatchObject({ code: 'container-running' });
    await expect(attach(owner, `${base}/other`, '/other')).rejects.toMatchObject({ code: 'container-running' });
    await stop(other);
    await expect(attach(other, data, '/data')).rejects.toMatchObject({
      code: 'volume-not-allowed',
      data: { reason: expect.stringContaining(`a volume of ${owner}`) as string },
    });
    await expect(attach(other, `${data}/sub`, '/data')).rejects.toMatchObject({ code: 'volume-not-allowed' });
  });
});

/** The denials of a container that was denied this just now, and the remedy that would share the volume with it. */
async function causeDenial(name: string): Promise<{ readonly group: DenialGroup; readonly remedy: Remedy }> {
  const client = await helper.client();
  const { serial: last = 0 } = (await client.request('denial.query', { container: name, events: 1 })).events[0] ?? {};
  expect(await sh(name, 'cat /srv/hand/file')).toContain(denied);
  const group = await until(async () =>
    (await client.request('denial.query', { container: name, events: 0 })).groups.find(
      ({ sample }) => sample.container === name && sample.serial > last && sample.class === 'dir',
    ),
  );
  const { reason, remedies } = await client.request('denial.explain', { group: group.id });
  const remedy = remedies.find(
    ({ kind, change }) => kind === 'share-volume' && change.some((line) => line.includes(data)),
  );
  if (remedy === undefined) throw new Error(`no sharing of ${data} is proposed for ${JSON.stringify(reason)}`);
  return { group, remedy };
}

describe('sharing a volume, as the remedy for a denial', () => {
  it('waits until both have stopped; then the two read it and the third does not; undone, it is denied again', async () => {
    const client = await helper.client();
    await start(other);
    const { group, remedy } = await causeDenial(other);
    const seen = { change: remedy.change, opensCount: remedy.opensCount, risk: remedy.risk.level };
    expect(remedy).toMatchObject({
      touches: [owner],
      risk: { level: 'medium' },
      cannotApply: expect.stringContaining('stop ') as string,
    });
    await expect(
      readResult(client.stream('remedy.apply', { group: group.id, remedy: remedy.id, seen })),
    ).rejects.toMatchObject({ code: 'remedy-not-applicable' });
    await stop(owner, other);

    const before = await listing(data);
    const change = await readResult(client.stream('remedy.apply', { group: group.id, remedy: remedy.id, seen }));
    expect(change).toMatchObject({ kind: 'volume', container: other, state: 'applied', user: 'operator' });
    expect(await labelsIn(data)).toEqual(['system_u:object_r:bulkhead_shared_992_t:s0:c992']);
    await start(owner, other);
    expect(await sh(other, 'cat /data/file; touch /data/x')).toMatch(/^secret\n.*Read-only file system$/);
    expect(await sh(owner, 'cat /data/file; echo made > /data/together')).toBe('secret');
    expect(await sh(other, 'cat /data/together')).toBe('made');
    expect(await sh(third, 'cat /srv/hand/file /srv/hand/together')).toMatch(new RegExp(`^.*${denied}\n.*${denied}$`));
    // The two share that folder only: their roots stay isolated.
    for (const [one, another] of [
      [owner, other],
      [other, owner],
    ] as const)
      expect((await helper.find(one))?.categories).not.toEqual((await helper.find(another))?.categories);

    await stop(owner, other);
    await readResult(client.stream('activity.undo', { id: change.id }));
    await lab.mustRun(['rm', `${data}/together`]);
    expect(await listing(data)).toBe(before);
    await start(owner, other);
    expect(await sh(owner, 'cat /data/file')).toBe('secret');
    expect(await sh(other, 'ls /data; cat /srv/hand/file')).toMatch(new RegExp(`${denied}$`));
    await stop(owner, other);
  });

  it('whose helper is killed while it labels is undone by the next one: nobody has it by half (F4)', async () => {
    const now = async (): Promise<readonly unknown[]> => [
      await listing(data),
      (await helper.find(owner))?.volumes,
      (await helper.find(other))?.volumes,
    ];
    const before = await now();
    const ofOwner = await labelsIn(data);
    await lab.mustRun(
      `mkdir ${data}/many && cd ${data}/many && seq 4000 | xargs touch && chcon -R --reference=${data}/file ${data}/many`,
    );
    await start(other);
    const { group, remedy } = await causeDenial(other);
    await stop(other);
    // The folder has its label before its files: the look of one, which costs the guest little.
    const killed = lab.mustRun(
      `until stat -c %C ${data}/many | grep -q bulkhead_shared_992_t; do sleep 0.05; done; ` +
        `systemctl kill -s KILL bulkhead-helper.service; find ${data} -printf '%Z\\n' | sort -u | wc -l; ` +
        'systemctl restart bulkhead-helper.service',
    );
    const applied = readResult(
      (await helper.client()).stream('remedy.apply', {
        group: group.id,
        remedy: remedy.id,
        seen: { change: remedy.change, opensCount: remedy.opensCount, risk: remedy.risk.level },
      }),
    );
    const [outcome, kinds] = await Promise.allSettled([applied, killed]);
    expect([outcome.status, kinds]).toEqual(['rejected', { status: 'fulfilled', value: '2\n' }]);
    await until(
      async () => (await labelsIn(data)).join() === ofOwner.join() && (await helper.find(other))?.volumes.length === 0,
    );
    expect(
      await lab.mustRun(['journalctl', '--unit', 'bulkhead-helper.service', '--output', 'cat', '--lines', '20']),
    ).not.toContain('not-recovered');
    await lab.mustRun(['rm', '-r', `${data}/many`]);
    expect(await now()).toEqual(before);
  });
});

describe('a volume whose container is removed', () => {
  it('stays on the host, with the labels that it had before', async () => {
    await (await helper.client()).request('container.remove', { name: owner, force: true });
    expect(await lab.mustRun(`cat ${data}/file ${data}/new/made`)).toBe('secret\nmore\n');
    const labels = await lab.mustRun(
      `stat -c %C ${['', '/file', '/sub', '/sub/page', '/new', '/new/made'].map((path) => `${data}${path}`).join(' ')}`,
    );
    expect(
      labels
        .trim()
        .split('\n')
        .map((label) => label.replace(/^[^:]+:/, '')),
    ).toEqual(
      ['var_t', 'var_t', 'public_content_t', 'public_content_t', 'var_t', 'var_t'].map((type) => `object_r:${type}:s0`),
    );
    expect(await lab.mustRun(`getfattr -R -d -m trusted.bulkhead ${base} 2>/dev/null; true`)).toBe('');
  });
});

describe('a folder that is moved while it is a volume', () => {
  const [moving, moved] = [`${base}/moving`, `${base}/moved`] as const;
  /** It is mounted on itself, and such a folder cannot be moved itself. */
  const unmounted = `while umount ${moving} 2>/dev/null; do :; done`;

  beforeAll(() => stop(third));

  async function giveMoving(): Promise<void> {
    await lab.mustRun(`mkdir -p ${moving}/sub; echo x > ${moving}/sub/file; chcon -t public_content_t ${moving}/sub`);
    await attach(third, moving, '/moving');
  }

  it('gets its labels back when it is detached, and the folder that took its path keeps its own (N14)', async () => {
    await giveMoving();
    await lab.mustRun(`${unmounted}; mv ${moving} ${moved} && mkdir ${moving} && chcon -t public_content_t ${moving}`);
    await detach(third, '/moving');
    expect(await listing(moved)).toMatch(/moved \S+:var_t:s0 .*\n.*sub \S+:public_content_t:s0 .*\n.*:var_t:s0 /);
    expect(await labelsIn(moving)).toEqual([expect.stringContaining(':public_content_t:s0') as string]);
    expect(await lab.mustRun(`getfattr -R -d -m trusted.bulkhead ${moved} 2>/dev/null; true`)).toBe('');
    await lab.mustRun(['rm', '-r', moving, moved]);
  });

  it('gets them also where a folder above it was moved, and is no mount then (N14)', async () => {
    await lab.mustRun(`mkdir -p ${base}/above/moving`);
    await attach(third, `${base}/above/moving`, '/moving');
    await start(third);
    await stop(third);
    await lab.mustRun(['mv', `${base}/above`, `${base}/beside`]);
    await detach(third, '/moving');
    expect(await labelsIn(`${base}/beside/moving`)).toEqual([expect.stringContaining(':var_t:s0') as string]);
    expect(await lab.mustRun(`grep -c ' ${base}/beside' /proc/self/mountinfo || true`)).toBe('0\n');
  });
});
