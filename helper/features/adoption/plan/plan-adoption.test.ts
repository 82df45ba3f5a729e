// SPDX-License-Identifier: Apache-2.0
/** Configurations as LXC's tools and people write them, and what becomes of each line. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import { adoptionPreviewSchema } from '../../../../contract/model/containers/adoption.ts';
import { defaultLimits } from '../../../../contract/model/containers/limits.ts';
import { noSettings } from '../../../../contract/model/containers/settings.ts';
import { readIncluding } from '../../../lxc/included-configuration.ts';
import { makeRootsFolder } from '../../../system/files/fixtures/roots-folder.ts';
import { weaknessesOf } from '../../isolation/judge/weaknesses.ts';
import { planAdoption as givenPlanAdoption, type PlanBasis } from './plan-adoption.ts';

const planAdoption = async (...args: Parameters<typeof givenPlanAdoption>) =>
  inEnglish(await givenPlanAdoption(...args));

let folder: string;

const isRoot = process.getuid?.() === 0;

beforeEach(() => (folder = isRoot ? makeRootsFolder() : mkdtempSync(join(tmpdir(), 'bulkhead-plan-'))));
afterEach(() => rmSync(folder, { recursive: true }));

async function planOf(text: string, changes: Partial<PlanBasis> = {}): Promise<Plan> {
  const file = join(folder, 'config');
  writeFileSync(file, text.replaceAll('FOLDER', folder));
  const plan = await planAdoption({
    name: 'web',
    lines: readIncluding(file),
    interfaces: { isBridge: (name) => name === 'br0', isInterface: (name) => ['br0', 'eno1'].includes(name) },
    problemOfVolumes: async (volumes) =>
      volumes.at(-1)?.source.startsWith('/srv/') === true ? undefined : 'it is not below /srv',
    problemOfRoot: () => undefined,
    problems: [],
    weaknesses: [],
    hasImage: () => false,
    ...changes,
  });
  const { ids: _ids, ...preview } = plan;
  adoptionPreviewSchema().parse(preview);
  return plan;
}

type Plan = Awaited<ReturnType<typeof planAdoption>>;

/** `outcome key`, in order. */
const outcomes = ({ lines }: Plan): readonly string[] => lines.map(({ outcome, key }) => `${outcome} ${key}`);
const noteOf = ({ lines }: Plan, key: string): string | undefined => lines.find((line) => line.key === key)?.note;

const minimal = 'lxc.rootfs.path = dir:/var/lib/lxc/web/rootfs\n';

describe('the configuration of a container', () => {
  it.runIf(isRoot)('that lxc-create made from a template is accounted for, line by line', async () => {
    mkdirSync(join(folder, 'common.conf.d'));
    writeFileSync(
      join(folder, 'common.conf'),
      '# Default\nlxc.tty.max = 4\nlxc.cap.drop = mac_admin\nlxc.include = FOLDER/common.conf.d/\n'.replaceAll(
        'FOLDER',
        folder,
      ),
    );
    writeFileSync(join(folder, 'common.conf.d/00-lxcfs.conf'), 'lxc.hook.mount = /usr/share/lxcfs/lxc.mount.hook\n');
    writeFileSync(join(folder, 'common.conf.d/ignored'), 'lxc.hook.stop = /bin/true\n');
    const plan = await planOf(`# Template used to create this container: /usr/share/lxc/templates/lxc-download
# Parameters passed to the template: --dist debian

# Distribution configuration
lxc.include = FOLDER/common.conf
lxc.arch = linux64

# Container specific configuration
lxc.apparmor.profile = generated
lxc.apparmor.allow_nesting = 1
lxc.rootfs.path = dir:/var/lib/lxc/web/rootfs
lxc.uts.name = web

# Network configuration
lxc.net.0.type = veth
lxc.net.0.link = lxcbr0
lxc.net.0.flags = up
lxc.net.0.hwaddr = 00:16:3e:4c:9a:01
`);
    expect(outcomes(plan)).toEqual([
      'replaced lxc.include',
      'replaced lxc.tty.max',
      'replaced lxc.cap.drop',
      'replaced lxc.include',
      'left-out lxc.hook.mount',
      'replaced lxc.arch',
      'left-out lxc.apparmor.profile',
      'left-out lxc.apparmor.allow_nesting',
      'replaced lxc.rootfs.path',
      'kept lxc.uts.name',
      'kept lxc.net.0.type',
      'kept lxc.net.0.link',
      'replaced lxc.net.0.flags',
      'replaced lxc.net.0.hwaddr',
    ]);
    expect(plan).toMatchObject({
      problems: [],
      root: '/var/lib/lxc/web/rootfs',
      ids: { base: 0, count: 65_536 },
      image: 'adopted-web',
      limits: defaultLimits,
      network: { kind: 'nat' },
      settings: noSettings,
      tags: [],
      volumes: [],
    });
  });

  it.runIf(isRoot)('says of an include what of it is not read, and why (N10)', async () => {
    writeFileSync(join(folder, 'closed'), 'lxc.environment = SECRET=1\n', { mode: 0o600 });
    const plan = await planOf(`${minimal}lxc.include = FOLDER/closed\nlxc.include = FOLDER/gone\n`);
    expect(plan.lines.slice(1).map(({ outcome, note }) => [outcome, note.split('. ')[0]])).toEqual([
      ['left-out', `Not read: not everybody may read ${folder}/closed`],
      ['left-out', `Not read: ${folder}/gone is not there`],
    ]);
    expect(plan.settings.environment).toEqual([]);
  });

  it('that is not read is one problem, and not that it names no root (N10)', async () => {
    expect((await planOf('', { unread: 'it is a link' })).problems).toEqual(['it is a link']);
  });

  it('keeps limits, host name, environment, autostart and groups', async () => {
    const plan = await planOf(`${minimal}lxc.uts.name = shop.example.org
lxc.environment = LANG=C.UTF-8
lxc.environment = TERM
lxc.environment = A=b=c
lxc.environment = container=lxc
lxc.start.auto = 1
lxc.start.order = 5000
lxc.start.delay = 20
lxc.group = onboot, front,Weird!
lxc.cgroup2.memory.max = 1G
lxc.cgroup2.cpu.max = 50000 100000
lxc.cgroup2.pids.max = max
lxc.cgroup2.memory.high = 900M
lxc.cgroup.memory.limit_in_bytes = 1G
`);
    expect(plan.settings).toEqual({
      ...noSettings,
      hostname: 'shop.example.org',
      autostart: { order: 999, delaySeconds: 20 },
      environment: [
        { name: 'LANG', value: 'C.UTF-8' },
        { name: 'A', value: 'b=c' },
      ],
    });
    expect(plan.tags).toEqual(['front']);
    expect(plan.limits).toEqual({ ...defaultLimits, memoryBytes: 2 ** 30, cpus: 0.5 });
    expect(outcomes(plan).slice(1)).toEqual([
      'kept lxc.uts.name',
      'kept lxc.environment',
      'left-out lxc.environment',
      'kept lxc.environment',
      'left-out lxc.environment',
      'kept lxc.start.auto',
      'replaced lxc.start.order',
      'kept lxc.start.delay',
      'kept lxc.group',
      'kept lxc.cgroup2.memory.max',
      'kept lxc.cgroup2.cpu.max',
      'replaced lxc.cgroup2.pids.max',
      'left-out lxc.cgroup2.memory.high',
      'left-out lxc.cgroup.memory.limit_in_bytes',
    ]);
  });

  it('counts the last line of a key, and what an empty line discards does not count', async () => {
    const plan = await planOf(`lxc.rootfs.path = dir:/a
lxc.cgroup2.memory.max = 1G
lxc.idmap = u 0 100000 65536
lxc.environment = A=1
lxc.idmap =
lxc.environment =
lxc.environment = B=2
lxc.cgroup2.memory.max = 2G
lxc.rootfs.path = /b//c/
`);
    expect([plan.root, plan.ids.base, plan.limits.memoryBytes, plan.settings.environment]).toEqual([
      ...['/b/c', 0, 2 ** 31],
      [{ name: 'B', value: '2' }],
    ]);
    expect(outcomes(plan)).toEqual([
      'left-out lxc.rootfs.path',
      'left-out lxc.cgroup2.memory.max',
      'left-out lxc.idmap',
      'left-out lxc.environment',
      'left-out lxc.idmap',
      'left-out lxc.environment',
      'kept lxc.environment',
      'kept lxc.cgroup2.memory.max',
      'replaced lxc.rootfs.path',
    ]);
  });

  it('that opens the host loses what opened it', async () => {
    const plan = await planOf(`${minimal}lxc.apparmor.profile = unconfined
lxc.cap.drop =
lxc.cap.keep = sys_admin
lxc.cgroup2.devices.allow = a
lxc.mount.auto = proc:rw sys:rw
lxc.mount.entry = /proc host-proc none bind 0 0
lxc.mount.entry = /dev/sda1 mnt ext4 defaults 0 0
lxc.namespace.share.net = 1
lxc.hook.pre-start = /root/open
lxc.net.0.type = none
lxc.something.new = 1
`);
    expect(plan.lines.filter(({ outcome }) => outcome === 'kept')).toEqual([]);
    expect(plan.network).toEqual({ kind: 'nat' });
    expect(noteOf(plan, 'lxc.net.0.type')).toMatch(/^It used the network of the host itself/);
    expect(noteOf(plan, 'lxc.something.new')).toBe('Bulkhead has nothing that corresponds to it.');
    expect(plan.volumes).toEqual([]);
  });
});

describe('folders of the host', () => {
  it('are proposed as volumes where they are allowed, at the place that they had', async () => {
    const plan = await planOf(`${minimal}lxc.mount.entry = /srv/pages srv/www none bind,ro,create=dir 0 0
lxc.mount.entry = /srv/with\\040space /var/lib/lxc/web/rootfs/data none rbind 0 0
lxc.mount.entry = /home/anna home none bind 0 0
lxc.mount.entry = /srv/x tmp/x none bind 0 0
lxc.mount.entry = tmpfs run tmpfs rw 0 0
lxc.mount.fstab = /var/lib/lxc/web/fstab
`);
    expect(plan.volumes).toEqual([
      { source: '/srv/pages', target: '/srv/www', readOnly: true, share: false },
      { source: '/srv/with space', target: '/data', readOnly: false, share: false },
    ]);
    expect(plan.lines.slice(1).map(({ outcome }) => outcome)).toEqual([
      ...['kept', 'kept', 'left-out', 'left-out', 'replaced', 'left-out'],
    ]);
    expect(plan.lines[3]?.note).toBe('/home/anna cannot be a volume: it is not below /srv.');
  });

  it('of a container with ids of its own are left out: their files belong to these', async () => {
    const plan = await planOf(`${minimal}lxc.idmap = b 0 100000 65536
lxc.mount.entry = /srv/pages srv/www none bind 0 0
`);
    expect([plan.ids, plan.volumes]).toEqual([{ base: 100_000, count: 65_536 }, []]);
  });
});

describe('a network', () => {
  it.each([
    ['', { kind: 'none' }],
    ['lxc.net.0.type = empty', { kind: 'none' }],
    ['lxc.net.0.type = veth\nlxc.net.0.link = br0', { kind: 'bridge', bridge: 'br0' }],
    ['lxc.net.0.type = veth\nlxc.net.0.link = gone0', { kind: 'nat' }],
    ['lxc.net.0.type = macvlan\nlxc.net.0.link = eno1', { kind: 'macvlan', parent: 'eno1' }],
    ['lxc.net.0.type = phys\nlxc.net.0.link = eno1', { kind: 'nat' }],
    ['lxc.net.1.type = veth\nlxc.net.1.link = br0\nlxc.net.2.type = empty', { kind: 'bridge', bridge: 'br0' }],
  ])('of %j becomes %j', async (lines, network) => {
    expect((await planOf(`${minimal}${lines}\n`)).network).toEqual(network);
  });
});

describe('a root that cannot be copied', () => {
  it.each([
    ['', /names no root/],
    ['lxc.rootfs = /var/lib/lxc/web/rootfs', /names no root/],
    ['lxc.rootfs.path = zfs:tank/web', /on the backend zfs, .*lxc-copy -n web/],
    ['lxc.rootfs.path = overlay:/a:/b', /on the backend overlay/],
    ['lxc.rootfs.path = rootfs', /not the whole path/],
    ['lxc.rootfs.path = dir:/', /not the whole path/],
    ['lxc.rootfs.path = dir:/a/../etc', /not the whole path/],
    [
      `${minimal}lxc.idmap = u 0 100000 1000\nlxc.idmap = u 1000 1000 1\nlxc.idmap = g 0 100000 65536`,
      /several pieces/,
    ],
    [`${minimal}lxc.idmap = u 0 100000 65536`, /several pieces/],
    [`${minimal}lxc.idmap = u 0 100000 65536\nlxc.idmap = g 0 200000 65536`, /several pieces/],
  ])('%j says why (C4)', async (lines, problem) => {
    const { problems } = await planOf(`${lines}\n`);
    expect(problems).toEqual([expect.stringMatching(problem)]);
  });

  it('is none that LXC mounts with its ids mapped: the files have those of the container', async () => {
    const { ids, problems } = await planOf(
      `${minimal}lxc.rootfs.options = idmap=container\nlxc.idmap = u 0 100000 65536\nlxc.idmap = g 0 200000 65536\n`,
    );
    expect([ids, problems]).toEqual([{ base: 0, count: 65_536 }, []]);
  });
});

it('text of strangers has a bound, and what it says stays data (C2)', async () => {
  const plan = await planOf(`${minimal}lxc.uts.name = ${'x'.repeat(5000)}\nlxc.environment = A=\u001b[31m\n`);
  expect([plan.settings.hostname, plan.settings.environment, plan.lines[1]?.value.length]).toEqual([null, [], 1001]);
  const many = await planOf(minimal + 'lxc.environment = A=1\n'.repeat(3000));
  expect([many.lines.length, many.problems]).toEqual([2000, ['its configuration has more than 2000 lines']]);
});

it('an image gets a name that no other has, and that an image can have', async () => {
  const name = 'a'.repeat(63);
  const taken = new Set([`adopted-${name}`.slice(0, 63)]);
  const { image } = await planOf(minimal, { name, hasImage: (one) => taken.has(one) });
  expect([image.length, image.endsWith('-2')]).toEqual([63, true]);
});

it('what weakens it is said: no context, no user namespace, and settings that open something', () => {
  const file = join(folder, 'config');
  writeFileSync(file, `${minimal}lxc.mount.auto = proc:rw\n`);
  expect(inEnglish(weaknessesOf('web', readIncluding(file)))).toEqual([
    expect.stringMatching(/^No SELinux context/),
    expect.stringMatching(/^It has no user namespace/),
    expect.stringMatching(/proc:rw/),
    expect.stringMatching(/No profile of seccomp/),
  ]);
});
