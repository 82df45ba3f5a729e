// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { Finding } from '../../../contract/model/isolation-finding.ts';
import { type IsolationAudits, isolationAudits, letterOf, levelOf } from '../../../hosts/fixtures/isolation-audits.ts';
import { idle } from '../../../hosts/fixtures/idle.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [running, stopped] = [`audit-r-${suffix}`, `audit-s-${suffix}`] as const;
const layers = `/var/lib/bulkhead/containers/${stopped}`;

let helper: LabClient;
let audits: IsolationAudits;
let a: Container;
let b: Container;

beforeAll(async () => {
  helper = await openLabClient(lab);
  audits = isolationAudits(lab, helper, suffix);
  [a, b] = await Promise.all([
    helper.create({ name: running, ...idle, start: true }),
    helper.create({ name: stopped, ...idle }),
  ]);
});
afterAll(() => helper.close());

async function mountLabel(): Promise<string | undefined> {
  return /context="([^"]+)"/.exec(
    await lab.mustRun(`grep ' /var/lib/lxc/${stopped}/rootfs ' /proc/self/mountinfo`),
  )?.[1];
}

it('finds nothing about containers as they are created, which categories isolate', async () => {
  expect(await audits.found()).toEqual([]);
  const { map } = await audits.audit();
  expect([letterOf(map, running, stopped), letterOf(map, stopped, running), letterOf(map, running, running)]).toEqual([
    'c',
    'c',
    '-',
  ]);
});

it('finds shared categories, and gives the stopped container others, with which it is isolated', async () => {
  await lab.mustRun(
    `sed -i 's/^lxc.selinux.context = .*$/lxc.selinux.context = ${a.context ?? ''}/' /var/lib/lxc/${stopped}/config`,
  );
  expect(await audits.found()).toEqual([
    `shared-categories broken ${running} ${stopped}`,
    `root-label weak ${stopped}`,
  ]);
  // Mounted with the label of before, its files are still out of reach; its processes would not be.
  expect(letterOf((await audits.audit()).map, stopped, running)).toBe('o');
  await audits.fix(await audits.findingOf('shared-categories', stopped));
  expect(await audits.found()).toEqual([]);
  const changed = await helper.find(stopped);
  expect([levelOf(a), levelOf(b)]).not.toContain(levelOf(changed ?? a));
  expect(await mountLabel()).toBe(`system_u:object_r:bulkhead_file_t:${levelOf(changed ?? a)}`);
  const started = await (await helper.client()).request('container.start', { name: stopped });
  expect([started.context, started.confinementMode]).toEqual([changed?.context, 'enforced']);
  expect((await helper.exec(stopped, 'cat', '/etc/hostname')).output).toBe(stopped);
  expect(await audits.found()).toEqual([]);
  await (await helper.client()).request('container.stop', { name: stopped, force: true });
});

it('finds a root that is mounted without a label, and mounts it with the right one', async () => {
  await lab.mustRun(
    `umount /var/lib/lxc/${stopped}/rootfs && mount -t overlay overlay -o ` +
      `lowerdir=${layers}/lower,upperdir=${layers}/upper,workdir=${layers}/work /var/lib/lxc/${stopped}/rootfs`,
  );
  const finding = await audits.findingOf('root-label', stopped);
  expect(finding).toMatchObject({ severity: 'broken', fix: { by: 'helper', operation: 'remount-root' } });
  await audits.fix(finding);
  expect(await audits.found()).toEqual([]);
});

it('mounts again at its start what it died over', async () => {
  const other = `system_u:object_r:bulkhead_file_t:s0:c1022,c1023`;
  await lab.mustRun(`systemctl stop bulkhead-helper.service
umount /var/lib/lxc/${stopped}/rootfs
mount -t overlay overlay \\
  -o 'lowerdir=${layers}/lower,upperdir=${layers}/upper,workdir=${layers}/work,context="${other}"' /var/lib/lxc/${stopped}/rootfs
python3 -c "import sqlite3
db = sqlite3.connect('/var/lib/bulkhead/bulkhead.db')
values = (1, 'remount-root', '${stopped}', 'null')
db.execute('INSERT INTO intent (begun_at, kind, subject, data) VALUES (?, ?, ?, ?)', values)
db.commit()"
systemctl start bulkhead-helper.service`);
  await helper.recovered();
  expect(await audits.found()).toEqual([]);
  expect(await mountLabel()).toBe(`system_u:object_r:bulkhead_file_t:${levelOf((await helper.find(stopped)) ?? a)}`);
});

it('finds a process that somebody put into a container, whatever its cgroup is named, until it is ended (C10)', async () => {
  // Root of a container may give it such a name, and have threads apart, too.
  const group = `/sys/fs/cgroup/lxc.payload.${running}/"$(printf 'stray\\377')"`;
  const pid = (
    await lab.mustRun(
      `group=${group}; mkdir "$group" "$group/threads"; echo threaded > "$group/threads/cgroup.type"; ` +
        `setsid sh -c 'echo $$ > "$0/cgroup.procs"; exec sleep 600' "$group" >/dev/null 2>&1 & ` +
        `until grep -q . ${group}/cgroup.procs; do :; done; head -1 ${group}/cgroup.procs`,
    )
  ).trim();
  const finding = await audits.findingOf('stray-processes', running);
  expect(finding).toMatchObject({ severity: 'broken', count: 1, processes: [{ pid: Number(pid), comm: 'sleep' }] });
  await audits.fix(finding);
  await lab.mustRun(`while grep -q . ${group}/cgroup.procs; do :; done; rmdir ${group}/threads ${group}`);
  expect(await audits.found()).toEqual([]);
});

it('finds a process of the host that holds the categories of a container, until it is ended', async () => {
  const pid = (
    await lab.mustRun(
      `runcon -l ${levelOf(a)} sleep 600 >/dev/null 2>&1 & echo $!; until grep -qa sleep /proc/$!/cmdline; do :; done`,
    )
  ).trim();
  const finding = await audits.findingOf('outside-processes', running);
  expect(finding).toMatchObject({
    count: 1,
    processes: [{ pid: Number(pid), comm: 'sleep', context: `unconfined_u:unconfined_r:unconfined_t:${levelOf(a)}` }],
  });
  await audits.fix(finding);
  await lab.mustRun(`kill -9 ${pid}; while [ -e /proc/${pid} ]; do :; done`);
  expect(await audits.found()).toEqual([]);
});

it('finds two whose users are the same users of the host, until they are not', async () => {
  const configuration = `/var/lib/lxc/${stopped}/config`;
  await lab.mustRun(
    `cp -p ${configuration} ${configuration}.kept && sed -i 's/^\\(lxc.idmap = . 0\\) [0-9]*/\\1 ${a.userNamespaceBase}/' ${configuration}`,
  );
  expect(await audits.findingOf('overlapping-ids', stopped)).toMatchObject({
    severity: 'weak',
    containers: [running, stopped].toSorted(),
    first: a.userNamespaceBase,
    last: (a.userNamespaceBase ?? 0) + 65_535,
  });
  await lab.mustRun(`mv ${configuration}.kept ${configuration}`);
  expect(await audits.found()).toEqual([]);
});

it('finds what was moved onto a volume and kept its label, until its labels are restored', async () => {
  const source = `/srv/audit-${suffix}`;
  const ofVolumes = async (): Promise<readonly Finding[]> =>
    (await audits.audit({ labels: true })).findings.filter(({ kind }) => kind === 'volume-labels');
  await lab.mustRun(`mkdir ${source}`);
  await readResult((await helper.client()).stream('volume.attach', { name: stopped, source, target: '/srv/here' }));
  expect(await ofVolumes()).toEqual([]);
  await lab.mustRun(`cd /srv && touch moved && chcon -t user_home_t moved && mv moved ${source}`);
  expect(await ofVolumes()).toMatchObject([
    {
      severity: 'notice',
      containers: [stopped],
      source,
      count: 1,
      examples: [{ path: `${source}/moved` }],
      fix: { by: 'helper', operation: 'restore-labels', container: stopped },
    },
  ]);
  await lab.mustRun(
    `touch ${source}/anothers && chcon system_u:object_r:bulkhead_file_t:${levelOf(a)} ${source}/anothers`,
  );
  expect(await ofVolumes()).toMatchObject([
    { severity: 'weak', count: 2, summary: expect.stringContaining('1 of them that of another container') as string },
  ]);
  await readResult((await helper.client()).stream('label.restore', { name: stopped }));
  expect(await ofVolumes()).toEqual([]);
  await readResult((await helper.client()).stream('volume.detach', { name: stopped, target: '/srv/here' }));
  await lab.mustRun(`rm -r ${source}`);
});

it('finds ways and settings that are too open, until they are fixed', async () => {
  await lab.mustRun(
    `chmod 0755 /var/lib/lxc/${stopped}; echo 'lxc.mount.entry = /etc etc-of-host none bind,ro 0 0' >> /var/lib/lxc/${stopped}/config`,
  );
  expect(await audits.found()).toEqual([`dangerous-configuration weak ${stopped}`, `open-path weak ${stopped}`]);
  await audits.fix(await audits.findingOf('open-path', stopped));
  await lab.mustRun(`sed -i '/etc-of-host/d' /var/lib/lxc/${stopped}/config`);
  expect(await audits.found()).toEqual([]);
});

it('finds a host that does not enforce, until it does', async () => {
  await lab.mustRun('setenforce 0');
  try {
    const { fix } = await audits.findingOf('permissive-host');
    const steps = ['watch', 'enforce', 'confirm'].map((step) => `bulkheadctl selinux ${step}`);
    expect(fix).toMatchObject({ by: 'commands', commands: steps });
    // What would be denied to services of this host is for its administrator to judge.
    await lab.mustRun('bulkheadctl selinux enforce --despite --yes && bulkheadctl selinux confirm');
    expect(await lab.mustRun('getenforce')).toBe('Enforcing\n');
  } finally {
    await lab.mustRun('setenforce 1');
  }
  expect((await audits.audit()).findings.map(({ kind }) => kind)).not.toContain('permissive-host');
});
