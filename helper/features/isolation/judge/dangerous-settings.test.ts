// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import { parseConfiguration } from '../../../lxc/configuration-file.ts';
import { dangerousSettings as givenDangerousSettings } from './dangerous-settings.ts';
import { judgePaths as givenJudgePaths } from './judge-paths.ts';
import { levelRelation } from './level-relation.ts';

const judgePaths = (...args: Parameters<typeof givenJudgePaths>) => inEnglish(givenJudgePaths(...args));

const dangerousSettings = (...args: Parameters<typeof givenDangerousSettings>) =>
  inEnglish(givenDangerousSettings(...args));

const profile = 'lxc.seccomp.profile = /usr/share/lxc/config/common.seccomp\n';

/** What is found in one line, beside a profile of seccomp. */
function found(line: string, isManaged = true, file = '/var/lib/lxc/web/config'): string | undefined {
  const lines = parseConfiguration(`${profile}${line}`).map((one) => ({ ...one, file }));
  const [setting, ...others] = dangerousSettings({ name: 'web', isManaged, lines });
  expect(others).toEqual([]);
  return setting === undefined ? undefined : `${setting.danger}: ${setting.reason}`;
}

it.each([
  ['lxc.cap.keep = chown SYS_ADMIN bpf', 'capability: It keeps sys_admin, bpf, of which each can undo'],
  ['lxc.cgroup2.devices.allow = a', 'device: It may use every device of the host'],
  ['lxc.cgroup2.devices.allow = a *:* rw', 'device: It may use every device of the host'],
  ['lxc.cgroup.devices.allow = b 8:0 r', 'device: It may use the block device 8:0'],
  ['lxc.cgroup2.devices.allow = c 1:1 r', 'device: It may use the character device 1:1'],
  ['lxc.cgroup2.devices.allow = c 1:2 w', 'device: It may use the character device 1:2'],
  ['lxc.cgroup2.devices.allow = c 1:4', 'device: It may use the character device 1:4'],
  ['lxc.cgroup2.devices.allow = c *:* rw', 'device: It may use the character device *:*'],
  ['lxc.cgroup2.devices.allow = c 1:* rw', 'device: It may use the character device 1:*'],
  ['lxc.cgroup2.devices.allow = c *:3 r', 'device: It may use the character device *:3'],
  ['lxc.cgroup2.devices.allow = c  1:1  r', 'device: It may use the character device 1:1'],
  ['lxc.mount.entry = /etc   etc   none   bind,ro 0 0', 'host-mount: It sees /etc of the host.'],
  ['lxc.mount.entry = /etc etc none bind 0 0', 'host-mount: It sees /etc of the host, and may write to it'],
  ['lxc.mount.entry = /etc etc none bind,ro 0 0', 'host-mount: It sees /etc of the host.'],
  ['lxc.mount.entry = /var/lib/lxc/other/x x none bind 0 0', 'host-mount: It sees /var/lib/lxc/other/x of the host'],
  ['lxc.mount = /etc/fstab.web', 'host-mount: It mounts whatever /etc/fstab.web lists.'],
  [
    'lxc.mount.auto = proc:mixed sys:rw cgroup-full:rw',
    "kernel-files: It may write to the kernel's own files (sys:rw, cgroup-full:rw).",
  ],
  ['lxc.mount.auto = proc:rw', "kernel-files: It may write to the kernel's own files (proc:rw)."],
  ['lxc.rootfs.path = /', "host-mount: Its root is the host's own root."],
  ['lxc.rootfs.path = dir:///', "host-mount: Its root is the host's own root."],
  ['lxc.namespace.keep = net', 'namespace: It keeps or shares a namespace (net)'],
  ['lxc.net.12.type = none', 'namespace: It has no network namespace'],
  ['lxc.autodev = 0', 'device: Its /dev is whatever its image holds'],
  ['lxc.include = /usr/share/lxc/config/x.conf', 'include: It takes in /usr/share/lxc/config/x.conf'],
  ['lxc.net.0.script.up = /root/run', 'hook: A program of the host runs as root when the network'],
  ['lxc.net.12.script.down = /root/run', 'hook: A program of the host runs as root when the network'],
  [
    'lxc.hook.pre-start = /root/run',
    'hook: A program of the host runs as root when the container reaches the step pre-start.',
  ],
  ['lxc.hook.autodev = /usr/bin/chcon a:object_r:b_t:s0:c1,c2 $LXC_ROOTFS_MOUNT/dev x', 'hook: A program'],
  [
    'lxc.hook.autodev = /usr/bin/chcon a:object_r:b_t:s0:c1,c2 $LXC_ROOTFS_MOUNT/dev $LXC_ROOTFS_MOUNT/dev/shm; id',
    'hook: A program',
  ],
  [
    'lxc.hook.autodev = /usr/bin/chcon a:object_r:b_t:s0:c1,c2 $LXC_ROOTFS_MOUNT/dev $LXC_ROOTFS_MOUNT/etc',
    'hook: A program',
  ],
  ['lxc.hook.autodev = x /usr/bin/chcon a:object_r:b_t:s0:c1,c2 $LXC_ROOTFS_MOUNT/dev', 'hook: A program'],
  [
    'lxc.hook.stop = /usr/bin/chcon a:object_r:b_t:s0:c1,c2 $LXC_ROOTFS_MOUNT/dev',
    'hook: A program of the host runs as root when the container reaches the step stop.',
  ],
])('finds what %s opens', (line, words) => {
  expect(found(line)).toContain(words);
});

it.each([
  'lxc.cap.keep = chown kill',
  'lxc.cgroup2.devices.allow = c *:* m',
  'lxc.cgroup2.devices.allow = c 1:3 rwm',
  'lxc.cgroup2.devices.allow = c 1:11 rwm',
  'lxc.cgroup2.devices.allow = c 136:* rwm',
  'lxc.cgroup2.devices.allow = b   8:0   m',
  'lxc.cgroup2.devices.allow = c 11:1 rwm',
  'lxc.cgroup2.devices.deny = a',
  'lxc.mount.entry = proc proc proc nodev 0 0',
  'lxc.mount.entry = /x x tmpfs nodev 0 0',
  'lxc.mount.entry = relative x none bind 0 0',
  'lxc.mount.entry = /var/lib/bulkhead/volumes/x x none bind 0 0',
  'lxc.mount.entry = /var/lib/lxc/web/x x none bind 0 0',
  'lxc.mount.auto = proc:mixed sys:mixed cgroup:rw:force',
  'lxc.rootfs.path = dir:/var/lib/lxc/web/rootfs',
  'lxc.rootfs.path = dir:/var/lib/lxc/web/rootfs/',
  'lxc.rootfs.options = /',
  'lxc.net.0.type = veth',
  'lxc.net.0.link = none',
  'lxc.autodev = 1',
  'lxc.start.auto = 0',
  'lxc.net.0.script.up = /bin/sh /usr/lib/bulkhead/network/guard-port.sh up nat bhweb 0x10666a010203 ' +
    '0x12666afffe010203',
  'lxc.hook.version = 1',
  'lxc.hook.start = /bin/true',
  'lxc.hook.clone =',
  'lxc.hook.mount = /usr/share/lxc/hooks/x',
  'lxc.hook.autodev = /usr/bin/chcon a:object_r:b_t:s0:c1,c2 $LXC_ROOTFS_MOUNT/dev',
  'lxc.hook.autodev = /usr/bin/chcon a:object_r:b_t:s0:c15,c991 $LXC_ROOTFS_MOUNT/dev',
  'lxc.uts.name = web',
])('finds nothing in %s', (line) => {
  expect(found(line)).toBeUndefined();
});

it('judges an include by who may write the file, and no line of the distribution', () => {
  const include = 'lxc.include = /usr/share/lxc/config/x.conf';
  expect(found(include, false)).toBeUndefined();
  expect(found('lxc.include = /home/x.conf', false)).toContain('include: It takes in /home/x.conf');
  expect(found('lxc.mount.auto = proc:rw', true, '/usr/share/lxc/config/x.conf')).toBeUndefined();
});

it('says of an include that it was not read as a whole, and why (N10)', () => {
  const line = { key: 'lxc.include', value: '/usr/share/lxc/config/x.conf', file: '/x', skipped: ['/usr is a link'] };
  const [setting] = dangerousSettings({ name: 'web', isManaged: false, lines: [line] });
  expect(setting?.reason).toBe(
    'It takes in /usr/share/lxc/config/x.conf, which is not judged as a whole: /usr is a link.',
  );
});

it('asks the last line about seccomp', () => {
  const judge = (text: string) =>
    dangerousSettings({
      name: 'web',
      isManaged: true,
      lines: parseConfiguration(text).map((line) => ({ ...line, file: '/x' })),
    }).map(({ danger }) => danger);
  expect([judge(''), judge(profile), judge(`${profile}lxc.seccomp.profile =\n`)]).toEqual([
    ['seccomp'],
    [],
    ['seccomp'],
  ]);
});

it.each([
  ['s0:c1,c2', 's0:c1,c2', 'same'],
  ['s0:c1,c2', 's0:c1', 'contains'],
  ['s0:c1', 's0:c1,c2', 'apart'],
  ['s0:c1,c2', 's0', 'none'],
  ['s0', 's0', 'none'],
  ['s0', 's0:c1', 'apart'],
  ['s0:c1,c2', 's0:c1-s0:c1,c9', 'contains'],
  ['SystemLow', 's0', undefined],
  ['s0', 'SystemLow', undefined],
])('levels %s and %s are related: %s', (level, other, relation) => {
  expect(levelRelation(level, other)).toBe(relation);
});

it.each([
  [{ uid: 7 }, ['broken', 'chown root /x']],
  [{ mode: 0o702 }, ['broken', 'chmod go-w /x']],
  [{ gid: 5, mode: 0o720 }, ['broken', 'chmod go-w /x']],
  [{ gid: 0, mode: 0o720 }, []],
  [{ gid: 5, mode: 0o750 }, []],
  [{ kind: 'socket', gid: 5, mode: 0o660 }, []],
  [{ kind: 'socket', gid: 5, mode: 0o662 }, ['broken', 'chmod o= /x']],
  [{ mode: 0o701, isPrivate: true }, ['weak', 'chmod o= /x']],
  [{ mode: 0o701 }, []],
  [{ mode: 0o770, isPrivate: true }, []],
] as const)('a path of %j is judged', (changes, expected) => {
  const path: Parameters<typeof judgePaths>[0]['paths'][number] = {
    path: '/x',
    kind: 'folder',
    uid: 0,
    gid: 0,
    mode: 0o755,
    isPrivate: false,
    ...changes,
  };
  const findings = judgePaths({ paths: [path], containers: [] });
  expect(findings.flatMap(({ severity, fix }) => [severity, ...(fix.by === 'commands' ? fix.commands : [])])).toEqual(
    expected,
  );
  for (const finding of findings)
    expect(finding).toMatchObject({
      id: 'open-path:/x',
      containers: [],
      evidence: [`mode ${path.mode.toString(8).padStart(4, '0')}, owner ${path.uid}, group ${path.gid}`],
    });
});
