// SPDX-License-Identifier: Apache-2.0
/** What becomes of one container in the course of time: settings, scheduled snapshots, export and import, another name. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import type { Params } from '../../../contract/operations/index.ts';
import { codeOf } from '../../../hosts/fixtures/cut-creation.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const name = `life-${suffix}`;
const imported = `import-${suffix}`;
const renamed = `renamed-${suffix}`;
const state = '/var/lib/bulkhead';

let helper: LabClient;
let file: Buffer;

beforeAll(async () => {
  helper = await openLabClient(lab);
  for (const other of [imported, renamed]) helper.adopt(other);
  await helper.create({ name, image: 'debian-13', tags: ['prod'], start: true });
  await helper.booted(name);
  await inside(`echo one > /root/kept && ln /root/kept /root/link && rm /etc/issue && rm -r /usr/share/doc &&
    mkdir /usr/share/doc && chown 33:33 /root/kept && mkfifo /root/pipe && cp /bin/true /root/able &&
    setcap cap_net_bind_service=ep /root/able && cp /bin/true /root/suid && chmod 4755 /root/suid && ln -s /etc /root/etc`);
});
afterAll(() => helper.close());

async function inside(script: string, container = name): Promise<string> {
  const { exitCode, output } = await helper.exec(container, 'sh', '-c', script);
  if (exitCode !== 0) throw new Error(`${script}: ${output}`);
  return output;
}

/** All that can be seen of what was written, from inside. */
const look = (container = name): Promise<string> =>
  inside(
    `cd /root && stat -c '%n %F %a %u %g %s %h %y' -- * && getcap able; cat kept; ls /etc/issue 2>&1; ls -A /usr/share/doc`,
    container,
  );

const ofContainer = async (operation: 'container.start' | 'container.stop', container: string): Promise<unknown> => {
  const client = await helper.client();
  return operation === 'container.start'
    ? client.request(operation, { name: container })
    : client.request(operation, { name: container, force: true });
};

async function exportOf(container: string): Promise<Buffer> {
  const call = (await helper.client()).stream('container.export', { name: container });
  const pieces: Uint8Array[] = [];
  for await (const item of call) if (item.type === 'data') pieces.push(item.data);
  const { bytes } = await call.result;
  const all = Buffer.concat(pieces);
  expect(all.length).toBe(bytes);
  return all;
}

async function importOf(bytes: Buffer, params: Params<'container.import'>): Promise<unknown> {
  const call = (await helper.client()).channel('container.import', params);
  call.result.catch(() => undefined);
  const size = 256 * 1024;
  try {
    for (let at = 0; at < bytes.length; at += size)
      await call.send({ type: 'data', data: bytes.subarray(at, at + size) });
    await call.send({ type: 'end' });
  } catch {
    // It has ended: why is in its result.
  }
  return call.result;
}

/** Files of transfers that are left on the host. */
const left = async (): Promise<string> => lab.mustRun(`ls -A ${state}/transfers 2>/dev/null || true`);

describe('settings', () => {
  it('are in force where they say so, and are there after a restart', async () => {
    const client = await helper.client();
    const settings = {
      description: 'Shop',
      hostname: 'shop.example.org',
      environment: [{ name: 'BULKHEAD_TEST', value: 'a = b' }],
      lines: [
        { key: 'lxc.cap.drop', value: 'net_raw sys_ptrace' },
        { key: 'lxc.cgroup2.cpuset.mems', value: '0' },
        { key: 'lxc.cgroup2.memory.high', value: '400M' },
        { key: 'lxc.cgroup2.memory.oom.group', value: '1' },
        { key: 'lxc.prlimit.nofile', value: '2048:4096' },
        { key: 'lxc.proc.oom_score_adj', value: '300' },
        { key: 'lxc.signal.reboot', value: 'SIGINT' },
        { key: 'lxc.sysctl.net.ipv4.ip_forward', value: '1' },
      ],
    };
    const { applied, container } = await client.request('container.change-settings', { name, settings });
    expect(applied).toEqual([
      { key: 'description', applies: 'live' },
      { key: 'hostname', applies: 'next-start' },
      { key: 'environment', applies: 'next-start' },
      { key: 'lines', applies: 'next-start' },
    ]);
    expect(container.settings).toEqual({ ...noSettings, ...settings });
    expect(await inside('echo "$BULKHEAD_TEST"')).toBe('a = b');
    expect(await inside('hostname')).toBe(name);
    await ofContainer('container.stop', name);
    await ofContainer('container.start', name);
    await helper.booted(name);
    expect(await inside('hostname; cat /etc/hostname; stat -c %u:%g /etc/hostname')).toBe(
      'shop.example.org\nshop.example.org\n0:0',
    );
    expect(await inside(`tr '\\0' '\\n' < /proc/1/environ | grep BULKHEAD_TEST`)).toBe('BULKHEAD_TEST=a = b');
    const cgroup = `/sys/fs/cgroup/lxc.payload.${name}`;
    const files = ['cpuset.mems', 'memory.high', 'memory.oom.group'].map((file) => `${cgroup}/${file}`);
    expect(await lab.mustRun(['cat', ...files])).toBe(`0\n${400 * 2 ** 20}\n1\n`);
    expect(await inside('cat /proc/1/oom_score_adj /proc/sys/net/ipv4/ip_forward; ulimit -Sn; ulimit -Hn')).toBe(
      '300\n1\n2048\n4096',
    );
    // Bits 13 (net_raw) and 19 (sys_ptrace) of what its init can ever have.
    const bounding = BigInt(`0x${await inside("sed -n 's/^CapBnd:.//p' /proc/1/status")}`);
    expect([(bounding >> 13n) & 1n, (bounding >> 19n) & 1n, (bounding >> 10n) & 1n]).toEqual([0n, 0n, 1n]);
  });
});

describe('a schedule of snapshots', () => {
  it('takes one when it is due, and keeps what was taken by hand', async () => {
    const client = await helper.client();
    await readResult(client.stream('snapshot.take', { name, snapshot: 'by-hand' }));
    await client.request('snapshot.schedule', { name, plan: { times: { every: 'hours', hours: 1 }, keep: 1 } });
    const path = `${state}/containers/${name}/snapshot-schedule.json`;
    const scheduled = async (): Promise<readonly string[]> =>
      (await client.request('snapshot.list', { name })).snapshots
        .filter(({ reason }) => reason === 'scheduled')
        .map((one) => one.name);
    const makeDue = (): Promise<string> => lab.mustRun(`sed -i 's/"nextAt":[0-9.]*/"nextAt":1/' ${path}`);
    await makeDue();
    await until(async () => (await scheduled()).length === 1);
    const [first] = await scheduled();
    await makeDue();
    await until(async () => {
      const now = await scheduled();
      return now.length === 1 && now[0] !== first;
    }, 120);
    const { snapshots, schedule } = await client.request('snapshot.list', { name });
    expect(snapshots.map((one) => one.name)).toContain('by-hand');
    expect(schedule).toMatchObject({ keep: 1, last: { outcome: 'done', removed: 1 } });
    expect(await helper.find(name)).toMatchObject({ state: 'running' });
    await client.request('snapshot.unschedule', { name });
  });
});

describe('an export', () => {
  it('becomes another container with the same files, in a context and a range of ids of its own', async () => {
    const before = await look();
    file = await exportOf(name);
    expect(await look()).toBe(before);
    await importOf(file, { name: imported });
    await ofContainer('container.start', imported);
    await helper.booted(imported);
    expect(await look(imported)).toBe(before);
    const [one, other] = [await helper.find(name), await helper.find(imported)];
    expect(other).toMatchObject({ image: 'debian-13', tags: ['prod'], confinement: 'shared' });
    expect(other?.categories).not.toEqual(one?.categories);
    expect(other?.userNamespaceBase).not.toBe(one?.userNamespaceBase);
    expect(await inside('cat /etc/machine-id', imported)).not.toBe(await inside('cat /etc/machine-id'));
    const base = other?.userNamespaceBase ?? 0;
    const upper = `${state}/containers/${imported}/upper`;
    expect(await lab.mustRun(`stat -c %u:%g ${upper}/root/kept ${upper}/root/suid`)).toBe(
      `${base + 33}:${base + 33}\n${base}:${base}\n`,
    );
    expect(await lab.mustRun(`stat -c %C /var/lib/lxc/${imported}/rootfs/root/kept`)).toContain(
      `bulkhead_file_t:s0:${other?.categories.join(',') ?? ''}`,
    );
    expect(await left()).toBe('');
  });

  it('that is damaged, or cut off, becomes nothing (C4)', async () => {
    const damaged = Buffer.from(file);
    damaged.writeUInt8((damaged[2000] ?? 0) ^ 1, 2000);
    const other = `damaged-${suffix}`;
    helper.adopt(other);
    for (const bytes of [damaged, file.subarray(0, file.length - 4096)])
      expect(await codeOf(importOf(bytes, { name: other }))).toBe('archive-unusable');
    expect([await helper.find(other), await left()]).toEqual([undefined, '']);
  });

  it('is not taken under a name that there is, nor on another image', async () => {
    expect(await codeOf(importOf(file, { name }))).toBe('container-exists');
    expect(await codeOf(importOf(file, { name: `image-${suffix}`, image: 'missing' }))).toBe('image-not-found');
    expect(await left()).toBe('');
  });
});

describe('a rename', () => {
  it('takes files, snapshots and settings to the other name, and starts under it', async () => {
    const client = await helper.client();
    const before = await look(imported);
    await readResult(client.stream('snapshot.take', { name: imported, snapshot: 'kept' }));
    expect(await codeOf(client.request('container.rename', { name: imported, to: renamed }))).toBe('container-running');
    await ofContainer('container.stop', imported);
    expect(await codeOf(client.request('container.rename', { name: imported, to: name }))).toBe('container-exists');
    await client.request('container.rename', { name: imported, to: renamed });
    expect(await helper.find(imported)).toBeUndefined();
    expect(
      await lab.mustRun(`ls -d /var/lib/lxc/${imported} ${state}/containers/${imported} 2>/dev/null || true`),
    ).toBe('');
    expect((await client.request('snapshot.list', { name: renamed })).snapshots.map((one) => one.name)).toEqual([
      'kept',
    ]);
    await ofContainer('container.start', renamed);
    await helper.booted(renamed);
    expect(await look(renamed)).toBe(before);
    // Its settings take away what a client of DHCP needs.
    expect(await inside('cat /sys/class/net/eth0/operstate', renamed)).toBe('up');
  });
});
