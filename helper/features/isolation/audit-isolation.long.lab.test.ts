// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { PolicyQuestion } from '../../../contract/model/policy/policy-question.ts';
import type { Finding, IsolationMap } from '../../../contract/model/isolation-finding.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [running, stopped, foreign] = [`audit-r-${suffix}`, `audit-s-${suffix}`, `audit-f-${suffix}`] as const;
const folder = `/var/lib/lxc/${foreign}`;
const layers = `/var/lib/bulkhead/containers/${stopped}`;

let helper: LabClient;
let a: Container;
let b: Container;

beforeAll(async () => {
  helper = await openLabClient(lab);
  [a, b] = await Promise.all([
    helper.create({ name: running, image: 'debian-13', start: true }),
    helper.create({ name: stopped, image: 'debian-13' }),
  ]);
});
afterAll(async () => {
  await lab.mustRun(`lxc-stop -k -n ${foreign} 2>/dev/null; rm -rf ${folder}`);
  await helper.close();
});

async function audit({ labels = false } = {}): Promise<{
  readonly findings: readonly Finding[];
  readonly map: IsolationMap;
}> {
  const findings: Finding[] = [];
  let map: IsolationMap = { containers: [], rows: [] };
  for await (const item of (await helper.client()).stream('isolation.audit', { labels })) {
    if (item.type === 'finding') findings.push(item.finding);
    if (item.type === 'map') map = item.map;
  }
  return { findings, map };
}

/** What is found about the containers of this test, in short. */
async function found(): Promise<readonly string[]> {
  return (await audit()).findings
    .filter(({ containers }) => containers.some((name) => name.endsWith(suffix)))
    .map(({ kind, severity, containers }) => [kind, severity, ...containers].join(' '));
}

async function findingOf(kind: Finding['kind'], name?: string): Promise<Finding> {
  const { findings } = await audit();
  const finding = findings.find((one) => one.kind === kind && (name === undefined || one.containers.includes(name)));
  if (finding === undefined) throw new Error(`no ${kind} was found: ${JSON.stringify(findings)}`);
  return finding;
}

/** Does what the finding says, as its reader would: by the helper, or by the commands. */
async function fix({ fix }: Finding): Promise<void> {
  if (fix.by === 'helper' && fix.operation !== 'restore-labels')
    await (await helper.client()).request(`isolation.${fix.operation}`, { name: fix.container });
  else if (fix.by === 'commands') for (const command of fix.commands) await lab.mustRun(command);
  else throw new Error(`nothing fixes this by itself: ${fix.summary}`);
}

function letter({ containers, rows }: IsolationMap, from: string, to: string): string | undefined {
  const [row, column] = [from, to].map((wanted) => containers.findIndex(({ name }) => name === wanted));
  return rows[row ?? -1]?.[column ?? -1];
}

function levelOf({ context }: Container): string {
  return (context ?? '').split(':').slice(3).join(':');
}

async function mountLabel(): Promise<string | undefined> {
  return /context="([^"]+)"/.exec(
    await lab.mustRun(`grep ' /var/lib/lxc/${stopped}/rootfs ' /proc/self/mountinfo`),
  )?.[1];
}

it('finds nothing about containers as they are created, which categories isolate', async () => {
  expect(await found()).toEqual([]);
  const { map } = await audit();
  expect([letter(map, running, stopped), letter(map, stopped, running), letter(map, running, running)]).toEqual([
    'c',
    'c',
    '-',
  ]);
});

it(
  'finds shared categories, and gives the stopped container others, with which it is isolated',
  { timeout: 120_000 },
  async () => {
    await lab.mustRun(
      `sed -i 's/^lxc.selinux.context = .*$/lxc.selinux.context = ${a.context ?? ''}/' /var/lib/lxc/${stopped}/config`,
    );
    expect(await found()).toEqual([`shared-categories broken ${running} ${stopped}`, `root-label weak ${stopped}`]);
    // Mounted with the label of before, its files are still out of reach; its processes would not be.
    expect(letter((await audit()).map, stopped, running)).toBe('o');
    await fix(await findingOf('shared-categories', stopped));
    expect(await found()).toEqual([]);
    const changed = await helper.find(stopped);
    expect([levelOf(a), levelOf(b)]).not.toContain(levelOf(changed ?? a));
    expect(await mountLabel()).toBe(`system_u:object_r:bulkhead_file_t:${levelOf(changed ?? a)}`);
    const started = await (await helper.client()).request('container.start', { name: stopped });
    expect([started.context, started.confinementMode]).toEqual([changed?.context, 'enforced']);
    expect((await helper.exec(stopped, 'cat', '/etc/hostname')).output).toBe(stopped);
    expect(await found()).toEqual([]);
    await (await helper.client()).request('container.stop', { name: stopped, force: true });
  },
);

it('finds a root that is mounted without a label, and mounts it with the right one', async () => {
  await lab.mustRun(
    `umount /var/lib/lxc/${stopped}/rootfs && mount -t overlay overlay -o ` +
      `lowerdir=${layers}/lower,upperdir=${layers}/upper,workdir=${layers}/work /var/lib/lxc/${stopped}/rootfs`,
  );
  const finding = await findingOf('root-label', stopped);
  expect(finding).toMatchObject({ severity: 'broken', fix: { by: 'helper', operation: 'remount-root' } });
  await fix(finding);
  expect(await found()).toEqual([]);
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
  expect(await found()).toEqual([]);
  expect(await mountLabel()).toBe(`system_u:object_r:bulkhead_file_t:${levelOf((await helper.find(stopped)) ?? a)}`);
});

it('finds a process that somebody put into a container, until it is ended', async () => {
  const group = `/sys/fs/cgroup/lxc.payload.${running}/stray`;
  const pid = (
    await lab.mustRun(
      `mkdir ${group}; setsid sh -c 'echo $$ > ${group}/cgroup.procs; ` +
        `exec sleep 600' >/dev/null 2>&1 & sleep_pid=$!; until grep -q . ${group}/cgroup.procs; do :; done; ` +
        `head -1 ${group}/cgroup.procs`,
    )
  ).trim();
  const finding = await findingOf('stray-processes', running);
  expect(finding).toMatchObject({ severity: 'broken', count: 1, processes: [{ pid: Number(pid), comm: 'sleep' }] });
  await fix(finding);
  await lab.mustRun(`while grep -q . ${group}/cgroup.procs; do :; done; rmdir ${group}`);
  expect(await found()).toEqual([]);
});

it('finds a process of the host that holds the categories of a container, until it is ended', async () => {
  const pid = (
    await lab.mustRun(
      `runcon -l ${levelOf(a)} sleep 600 >/dev/null 2>&1 & echo $!; until grep -qa sleep /proc/$!/cmdline; do :; done`,
    )
  ).trim();
  const finding = await findingOf('outside-processes', running);
  expect(finding).toMatchObject({
    count: 1,
    processes: [{ pid: Number(pid), comm: 'sleep', context: `unconfined_u:unconfined_r:unconfined_t:${levelOf(a)}` }],
  });
  await fix(finding);
  await lab.mustRun(`kill -9 ${pid}; while [ -e /proc/${pid} ]; do :; done`);
  expect(await found()).toEqual([]);
});

it('finds two whose users are the same users of the host, until they are not', async () => {
  const configuration = `/var/lib/lxc/${stopped}/config`;
  await lab.mustRun(
    `cp -p ${configuration} ${configuration}.kept && sed -i 's/^\\(lxc.idmap = . 0\\) [0-9]*/\\1 ${a.userNamespaceBase}/' ${configuration}`,
  );
  expect(await findingOf('overlapping-ids', stopped)).toMatchObject({
    severity: 'weak',
    containers: [running, stopped].toSorted(),
    first: a.userNamespaceBase,
    last: (a.userNamespaceBase ?? 0) + 65_535,
  });
  await lab.mustRun(`mv ${configuration}.kept ${configuration}`);
  expect(await found()).toEqual([]);
});

it(
  'finds what was moved onto a volume and kept its label, until its labels are restored',
  { timeout: 120_000 },
  async () => {
    const source = `/srv/audit-${suffix}`;
    const ofVolumes = async (): Promise<readonly Finding[]> =>
      (await audit({ labels: true })).findings.filter(({ kind }) => kind === 'volume-labels');
    await lab.mustRun(`mkdir ${source}`);
    await (await helper.client()).stream('volume.attach', { name: stopped, source, target: '/srv/here' }).result;
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
    await (await helper.client()).stream('label.restore', { name: stopped }).result;
    expect(await ofVolumes()).toEqual([]);
    await (await helper.client()).stream('volume.detach', { name: stopped, target: '/srv/here' }).result;
    await lab.mustRun(`rm -r ${source}`);
  },
);

it('finds ways and settings that are too open, until they are fixed', async () => {
  await lab.mustRun(
    `chmod 0755 /var/lib/lxc/${stopped}; echo 'lxc.mount.entry = /etc etc-of-host none bind,ro 0 0' >> /var/lib/lxc/${stopped}/config`,
  );
  expect(await found()).toEqual([`dangerous-configuration weak ${stopped}`, `open-path weak ${stopped}`]);
  await fix(await findingOf('open-path', stopped));
  await lab.mustRun(`sed -i '/etc-of-host/d' /var/lib/lxc/${stopped}/config`);
  expect(await found()).toEqual([]);
});

it('finds a host that does not enforce, until it does', async () => {
  await lab.mustRun('setenforce 0');
  try {
    await fix(await findingOf('permissive-host'));
    expect(await lab.mustRun('getenforce')).toBe('Enforcing\n');
  } finally {
    await lab.mustRun('setenforce 1');
  }
  expect((await audit()).findings.map(({ kind }) => kind)).not.toContain('permissive-host');
});

describe('a container that another tool made', () => {
  beforeAll(async () => {
    await lab.mustRun(`mkdir -p ${folder}/delta ${folder}/rootfs && cat > ${folder}/config`, {
      input: `lxc.uts.name = ${foreign}
lxc.include = /usr/share/lxc/config/common.conf
lxc.rootfs.path = overlay:/var/lib/bulkhead/images/debian-13/rootfs:${folder}/delta
lxc.init.cmd = /bin/sleep 600
lxc.net.0.type = empty
`,
    });
  });

  it(
    'runs in the domain of who started it: that is found, and it can be killed from here',
    { timeout: 60_000 },
    async () => {
      await lab.mustRun(`lxc-start -n ${foreign}`);
      const finding = await findingOf('unconfined', foreign);
      expect(finding).toMatchObject({ severity: 'broken', isRunning: true, fix: { by: 'helper', operation: 'kill' } });
      expect(letter((await audit()).map, foreign, running)).toBe('o');
      await fix(finding);
      expect(await lab.mustRun(`lxc-info -n ${foreign} -s -H`)).toBe('STOPPED\n');
      expect((await found()).toSorted()).toEqual([
        `no-context broken ${foreign}`,
        `no-user-namespace weak ${foreign}`,
        `open-path weak ${foreign}`,
        `unbounded-cgroups weak ${foreign}`,
      ]);
    },
  );

  it('in container_t is denied without a record, and the audit says so', async () => {
    await lab.mustRun(`echo 'lxc.selinux.context = system_u:system_r:container_t:s0:c1020,c1021' >> ${folder}/config`);
    expect(await findingOf('dontaudit-denials', foreign)).toMatchObject({ severity: 'notice', domain: 'container_t' });
    // By type it might execute the files of Bulkhead's containers, as it may all programs: the categories prevent that.
    expect(letter((await audit()).map, foreign, running)).toBe('c');
  });
});

describe('a question to the policy', () => {
  async function answerTo(question: PolicyQuestion): Promise<string> {
    return (await (await helper.client()).request('policy.ask', { question })).sentence;
  }

  it(
    'is answered for a path as it is labelled now, and as the container itself finds it',
    { timeout: 240_000 },
    async () => {
      const held = a.categories.join(' and ');
      const needed = ((await helper.find(stopped))?.categories ?? []).join(' and ');
      const subject = { kind: 'container', name: running } as const;
      expect(await answerTo({ kind: 'path', subject, verb: 'read', owner: stopped, path: '/etc/hostname' })).toBe(
        `${running} may not read /etc/hostname of ${stopped}: it has the categories ${needed}, and the process holds ${held}.`,
      );
      expect(await answerTo({ kind: 'path', subject, verb: 'read', owner: running, path: '/etc/hostname' })).toMatch(
        ` may read /etc/hostname of ${running}: a rule allows bulkhead_t this on bulkhead_file_t`,
      );
      expect(await answerTo({ kind: 'path', subject, verb: 'read', path: '/etc/shadow' })).toMatch(
        ' may not read /etc/shadow of the host: no rule allows bulkhead_t to open, read and getattr on shadow_t.',
      );
      // A link out of the container leads to the container's own file, not to the host's.
      await helper.exec(running, 'ln', '-s', '/etc/shadow', '/root/link');
      expect(await answerTo({ kind: 'path', subject, verb: 'read', owner: running, path: '/root/link' })).toMatch(
        'this on bulkhead_file_t',
      );
    },
  );

  it('is answered for ports and types, with the containers concerned', async () => {
    const { sentence, containers } = await (
      await helper.client()
    ).request('policy.ask', { question: { kind: 'port', protocol: 'tcp', port: 5432 } });
    expect(sentence).toMatch(
      /^tcp 5432 is postgresql_port_t: \d+ types may connect to it, \d+ may listen on it\. Among them: /,
    );
    expect(containers).toContainEqual({
      name: running,
      isAllowed: true,
      reason: 'it may connect to it and listen on it',
    });
    expect(await answerTo({ kind: 'holders', target: 'shadow_t', class: 'file', permissions: ['write'] })).toMatch(
      /^\d+ types may write file objects of shadow_t\. No container is among them\.$/,
    );
    expect(
      await answerTo({
        kind: 'reach',
        subject: { kind: 'container', name: running },
        class: 'file',
        permissions: ['write'],
      }),
    ).toMatch(/Nothing of another container is among them\.$/);
  });
});
