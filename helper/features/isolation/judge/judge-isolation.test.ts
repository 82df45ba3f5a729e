// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../contract/model/isolation-finding.ts';
import { containerFacts, contextOf, isolationFacts } from '../fixtures/some-facts.ts';
import { judgeIsolation } from './judge-isolation.ts';

const web = 'system_u:system_r:bulkhead_t:s0:c5,c6';
const db = 'system_u:system_r:bulkhead_t:s0:c7,c8';
const sound = isolationFacts([containerFacts('web'), containerFacts('db', { container: { context: db } })]);

function brief({ kind, severity, containers }: Finding): string {
  return [kind, severity, ...containers].join(' ');
}

const same = { differing: [], missing: [], hasDenyRules: true };

it('finds nothing where every wall stands', () => {
  expect(judgeIsolation(sound)).toEqual([]);
});

describe('of the host', () => {
  it.each([
    [
      'no SELinux, and nothing else of SELinux',
      { selinux: { status: 'disabled', policy: null, mls: false, baseModule: false } },
      ['selinux-disabled broken'],
    ],
    ['a permissive host', { selinux: { ...sound.selinux, status: 'permissive' } }, ['permissive-host broken']],
    ['no base module', { selinux: { ...sound.selinux, baseModule: false } }, ['base-module broken']],
    ['another base module', { baseModules: { ...same, differing: ['bulkhead'] } }, ['base-module weak']],
    ['a base module that is not there', { baseModules: { ...same, missing: ['bulkhead-own'] } }, ['base-module weak']],
    ['no deny rules', { baseModules: { ...same, hasDenyRules: false } }, ['base-module notice']],
    [
      'a log that auditd has stopped writing',
      { denialLog: { source: 'auditd', isSuspended: true, isLimited: false } },
      ['no-denial-log weak'],
    ],
    [
      'only the ring of the kernel',
      { denialLog: { source: 'kernel', isSuspended: undefined, isLimited: true } },
      ['no-denial-log weak'],
    ],
    [
      'a journal that has them from that ring',
      { denialLog: { source: 'journald', isSuspended: undefined, isLimited: true } },
      ['no-denial-log weak'],
    ],
    [
      'a journal that has them from the kernel is a log as good',
      { denialLog: { source: 'journald', isSuspended: undefined, isLimited: false } },
      [],
    ],
    [
      'an auditd that does not say whether it writes is not blamed',
      { denialLog: { source: 'auditd', isSuspended: undefined, isLimited: false } },
      [],
    ],
    ['a base module that cannot be compared is none', { baseModules: undefined }, []],
  ] as const)('%s', (_, changes, expected) => {
    expect(judgeIsolation({ ...sound, ...changes }).map(brief)).toEqual(expected);
  });
});

it('finds a container of ours whose layer nothing limits, and leaves those of other tools alone (review F1)', () => {
  expect(
    judgeIsolation(
      isolationFacts([
        containerFacts('old', { container: { disk: { backing: 'none' } } }),
        containerFacts('foreign', { container: { context: db, disk: null } }),
      ]),
    ).map(brief),
  ).toEqual(['no-disk-limit weak old']);
});

describe('of contexts', () => {
  it('a configuration without one', () => {
    const found = judgeIsolation(
      isolationFacts([
        containerFacts('old', {
          container: { context: null, initPid: null, isManaged: false },
          facts: { configured: undefined },
        }),
      ]),
    );
    expect(found.map(brief)).toEqual(['no-context broken old']);
  });

  it('a running container in a domain that confines nothing, which the helper can kill', () => {
    const context = 'unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023';
    const [finding] = judgeIsolation(
      isolationFacts([
        containerFacts('old', {
          container: { context, confinementMode: 'unconfined' },
          facts: { configured: context, processes: [] },
        }),
      ]),
    );
    expect(finding).toMatchObject({
      kind: 'unconfined',
      severity: 'broken',
      isRunning: true,
      evidence: [`/proc/100/attr/current: ${context}`],
      fix: { by: 'helper', operation: 'kill', container: 'old' },
    });
  });

  it('an init in another context than is configured', () => {
    expect(
      judgeIsolation(
        isolationFacts([
          containerFacts('web', {
            facts: {
              configured: db,
              root: { path: undefined, label: undefined, mountLabel: undefined, isMounted: false },
            },
          }),
        ]),
      ).map(brief),
    ).toEqual(['context-differs weak web']);
  });

  it('a domain that is permissive, and not once more where the host is', () => {
    const facts = isolationFacts([containerFacts('web', { container: { confinementMode: 'permissive' } })]);
    expect(judgeIsolation(facts).map(brief)).toEqual(['permissive-domain broken web']);
    expect(judgeIsolation({ ...facts, selinux: { ...facts.selinux, status: 'permissive' } }).map(brief)).toEqual([
      'permissive-host broken',
    ]);
  });

  it('a context that the policy does not know', () => {
    expect(judgeIsolation(isolationFacts([containerFacts('web', { facts: { isKnown: false } })])).map(brief)).toEqual([
      'unknown-context weak web',
    ]);
  });

  it('a process in another context than its init, worse when it is free', () => {
    const stray = (context: string): readonly Finding[] =>
      judgeIsolation(
        isolationFacts([
          containerFacts('web', {
            facts: {
              processes: [
                { pid: 100, comm: 'init', context: web },
                { pid: 7, comm: 'sh', context },
              ],
            },
          }),
        ]),
      );
    expect(stray('system_u:system_r:unconfined_t:s0')[0]).toMatchObject({
      kind: 'stray-processes',
      severity: 'broken',
      count: 1,
      processes: [{ pid: 7, comm: 'sh', context: 'system_u:system_r:unconfined_t:s0' }],
    });
    expect(stray(db)[0]).toMatchObject({ severity: 'weak' });
  });

  it('refusals that the policy hides', () => {
    const [finding] = judgeIsolation(
      isolationFacts([containerFacts('web', { facts: { hidden: ['search', 'open'] } })]),
    );
    expect(finding).toMatchObject({ kind: 'dontaudit-denials', severity: 'notice', permissions: ['search', 'open'] });
  });
});

describe('of categories', () => {
  const stopped = { initPid: null, state: 'stopped' } as const;
  const open = (rows: readonly string[]): Partial<typeof sound> => ({ map: { containers: [], rows: [...rows] } });

  it('the same pair, however it is written, and the helper gives the stopped one another', () => {
    const twin = containerFacts('twin', {
      container: { context: 'system_u:system_r:bulkhead_t:s0:c5.c6', ...stopped },
    });
    const [finding, ...others] = judgeIsolation(isolationFacts([containerFacts('web'), twin], open(['-o', 'o-'])));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      kind: 'shared-categories',
      severity: 'broken',
      relation: 'same',
      containers: ['web', 'twin'],
      fix: { by: 'helper', operation: 'reassign-categories', container: 'twin' },
    });
  });

  it('of two that run neither is changed: the commands begin with a stop', () => {
    const [finding] = judgeIsolation(
      isolationFacts([containerFacts('web'), containerFacts('twin')], open(['-o', 'o-'])),
    );
    expect(finding?.fix).toMatchObject({
      by: 'commands',
      commands: ['bulkheadctl stop web', "bulkheadctl audit --fix 'shared-categories:web,twin'"],
    });
  });

  it('the same pair of types that may not touch each other is weaker', () => {
    const other = containerFacts('pod', {
      container: { context: 'system_u:system_r:container_t:s0:c5,c6', isManaged: false },
      facts: { root: { path: undefined, label: undefined, mountLabel: undefined, isMounted: false } },
    });
    expect(judgeIsolation(isolationFacts([containerFacts('web'), other], open(['-t', 't-']))).map(brief)).toEqual([
      'shared-categories weak web pod',
    ]);
  });

  it('a container that holds all categories of another, but only where the kernel says that it reaches it', () => {
    const wide = containerFacts('wide', { container: { context: 'system_u:system_r:bulkhead_t:s0:c0.c20' } });
    expect(judgeIsolation(isolationFacts([wide, containerFacts('web')], open(['-o', 'c-']))).map(brief)).toEqual([
      'shared-categories broken wide web',
    ]);
    expect(judgeIsolation(isolationFacts([wide, containerFacts('web')], open(['-t', 'c-'])))).toEqual([]);
  });

  it('a pair that overlaps in one category only is no finding', () => {
    const half = containerFacts('half', { container: { context: 'system_u:system_r:bulkhead_t:s0:c6,c9' } });
    expect(judgeIsolation(isolationFacts([containerFacts('web'), half]))).toEqual([]);
  });

  it('a process of another tool with the same pair', () => {
    const outside = [{ pid: 900, comm: 'conmon', context: 'system_u:system_r:container_t:s0:c5,c6' }];
    expect(
      judgeIsolation(
        isolationFacts([containerFacts('web'), containerFacts('db', { container: { context: db } })], { outside }),
      ).map(brief),
    ).toEqual(['outside-processes weak web']);
  });
});

describe('of namespaces and settings', () => {
  it('a container whose root is root of the host', () => {
    const bare = containerFacts('web');
    expect(
      judgeIsolation(isolationFacts([{ ...bare, lines: bare.lines.filter(({ key }) => key !== 'lxc.idmap') }])).map(
        brief,
      ),
    ).toEqual(['no-user-namespace weak web']);
  });

  it('ranges of ids that overlap, also at one end only', () => {
    const one = containerFacts('web', { lines: 'lxc.idmap = u 0 100000 65536' });
    const other = containerFacts('db', { container: { context: db }, lines: 'lxc.idmap = b 0 165535 10' });
    expect(judgeIsolation(isolationFacts([one, other]))).toMatchObject([
      { kind: 'overlapping-ids', first: 165_535, last: 165_535, containers: ['web', 'db'] },
    ]);
  });

  it.each([
    ['lxc.cap.keep = sys_admin chown', 'capability'],
    ['lxc.cgroup2.devices.allow = a', 'device'],
    ['lxc.cgroup2.devices.allow = b 8:* rwm', 'device'],
    ['lxc.cgroup.devices.allow = c 1:1 r', 'device'],
    ['lxc.mount.entry = /etc host-etc none bind,ro 0 0', 'host-mount'],
    ['lxc.rootfs.path = dir:/', 'host-mount'],
    ['lxc.mount.auto = proc:rw sys:mixed', 'kernel-files'],
    ['lxc.net.0.type = none', 'namespace'],
    ['lxc.namespace.share.pid = db', 'namespace'],
    ['lxc.include = /home/somebody/extra.conf', 'include'],
    ['lxc.hook.pre-start = /home/somebody/run', 'hook'],
    ['lxc.hook.autodev = /usr/bin/chcon a:object_r:b_t:s0:c1,c2 $LXC_ROOTFS_MOUNT/dev; id', 'hook'],
    ['lxc.seccomp.profile =', 'seccomp'],
  ])('%s', (line, danger) => {
    const [finding, ...others] = judgeIsolation(isolationFacts([containerFacts('web', { lines: line })]));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind: 'dangerous-configuration', settings: [{ danger }] });
  });

  it.each([
    'lxc.cgroup2.devices.allow = c *:* m',
    'lxc.mount.entry = tmpfs tmp tmpfs nodev 0 0',
    'lxc.mount.entry = /var/lib/bulkhead/volumes/shared srv none bind 0 0',
    'lxc.hook.start = /bin/true',
    'lxc.cap.keep = chown kill',
  ])('not %s', (line) => {
    expect(judgeIsolation(isolationFacts([containerFacts('web', { lines: line })]))).toEqual([]);
  });

  it("not the lines that LXC's own package brings", () => {
    const web = containerFacts('web');
    const file = '/usr/share/lxc/config/debian.common.conf';
    expect(
      judgeIsolation(
        isolationFacts([
          {
            ...web,
            lines: [
              ...web.lines,
              { key: 'lxc.mount.entry', value: '/sys/kernel/debug sys/kernel/debug none bind,optional 0 0', file },
            ],
          },
        ]),
      ),
    ).toEqual([]);
  });
});

describe('of labels', () => {
  const labelled = (
    label: string,
    { mountLabel }: { readonly mountLabel: string | undefined } = { mountLabel: label },
  ): readonly Finding[] =>
    judgeIsolation(
      isolationFacts([
        containerFacts('web', {
          container: { initPid: null },
          facts: { root: { path: '/var/lib/lxc/web/rootfs', label: contextOf(label), mountLabel, isMounted: true } },
        }),
      ]),
    );

  it("a root with another pair than the context's", () => {
    expect(labelled('system_u:object_r:bulkhead_file_t:s0:c1,c2')).toMatchObject([
      { kind: 'root-label', severity: 'weak', fix: { by: 'helper', operation: 'remount-root', container: 'web' } },
    ]);
  });

  it('a root without categories, which everybody reaches', () => {
    expect(labelled('system_u:object_r:bulkhead_file_t:s0')).toMatchObject([
      { kind: 'root-label', severity: 'broken' },
    ]);
  });

  it('a root of another type, or mounted without a label', () => {
    expect(labelled('system_u:object_r:var_lib_t:s0:c5,c6')).toMatchObject([
      {
        kind: 'root-label',
        actual: 'system_u:object_r:var_lib_t:s0:c5,c6',
        expected: 'system_u:object_r:bulkhead_file_t:s0:c5,c6',
      },
    ]);
    expect(labelled('system_u:object_r:bulkhead_file_t:s0:c5,c6', { mountLabel: undefined })).toMatchObject([
      { kind: 'root-label' },
    ]);
  });
});

describe('of paths', () => {
  it.each([
    [
      { path: '/var/lib/lxc', kind: 'folder', uid: 0, gid: 0, mode: 0o777, isPrivate: false },
      'broken',
      ['chmod go-w /var/lib/lxc'],
    ],
    [
      { path: '/var/lib/lxc', kind: 'folder', uid: 1000, gid: 0, mode: 0o755, isPrivate: false },
      'broken',
      ['chown root /var/lib/lxc'],
    ],
    [
      { path: '/var/lib/lxc/web', kind: 'folder', uid: 0, gid: 100_000, mode: 0o755, isPrivate: true },
      'weak',
      ['chmod o= /var/lib/lxc/web'],
    ],
    [
      { path: '/run/bulkhead/helper.sock', kind: 'socket', uid: 0, gid: 990, mode: 0o666, isPrivate: true },
      'broken',
      ['chmod o= /run/bulkhead/helper.sock'],
    ],
  ] as const)('%o', (path, severity, commands) => {
    expect(judgeIsolation({ ...sound, paths: [path] })).toMatchObject([
      { kind: 'open-path', severity, fix: { commands } },
    ]);
  });

  it('not what only root and the group may enter', () => {
    expect(
      judgeIsolation({
        ...sound,
        paths: [{ path: '/run/bulkhead/helper.sock', kind: 'socket', uid: 0, gid: 990, mode: 0o660, isPrivate: true }],
      }),
    ).toEqual([]);
  });
});

describe('of cgroups', () => {
  it('a container that may make as many as it likes, by omission or by choice (review F13)', () => {
    const { lines } = containerFacts('old');
    const unbounded = containerFacts('old', {
      facts: { lines: lines.filter(({ key }) => !key.startsWith('lxc.cgroup2.cgroup.')) },
    });
    const [finding] = judgeIsolation(isolationFacts([unbounded]));
    expect(finding).toMatchObject({
      kind: 'unbounded-cgroups',
      severity: 'weak',
      containers: ['old'],
      fix: {
        by: 'commands',
        commands: [expect.stringContaining('descendants = 1000'), expect.stringContaining('depth = 32')],
      },
    });
    const chosen = containerFacts('old', { lines: 'lxc.cgroup2.cgroup.max.descendants = max' });
    expect(judgeIsolation(isolationFacts([chosen])).map(({ evidence }) => evidence)).toEqual([
      ['/var/lib/lxc/old/config: lxc.cgroup2.cgroup.max.descendants = max'],
    ]);
  });
});
