// SPDX-License-Identifier: Apache-2.0
/** What each finding says of itself: the id by which it is fixed and known again, its evidence, and its fix. */

import { describe, expect, it } from 'vitest';
import type { Finding, Fix } from '../../../../contract/model/isolation-finding.ts';
import { containerFacts, contextOf, isolationFacts, type Changes } from '../fixtures/some-facts.ts';
import type { IsolationFacts } from '../facts/facts.ts';
import { judgeIsolation } from './judge-isolation.ts';

const web = 'system_u:system_r:bulkhead_t:s0:c5,c6';
const db = 'system_u:system_r:bulkhead_t:s0:c7,c8';
const stopped = { initPid: null, state: 'stopped' } as const;

/** The commands of a fix, or the operation of the helper, or nothing for an advice. */
function actOf(fix: Fix): readonly string[] {
  if (fix.by === 'commands') return fix.commands;
  return fix.by === 'advice' ? [] : [`${fix.operation} of ${fix.container}`];
}

/** A fix is asked for by the id, so the id has the containers that the finding lists. */
function seen(finding: Finding | undefined): unknown {
  if (finding === undefined) return undefined;
  const { id, containers, evidence, fix } = finding;
  expect(containers).toEqual(id.includes(':') ? id.split(':')[1]?.split(/[,>]/) : []);
  return { id, evidence, fix: actOf(fix) };
}

const seenOf = (...containers: readonly Changes[]): readonly unknown[] =>
  judgeIsolation(isolationFacts(containers.map((changes, index) => containerFacts(`c${index}`, changes)))).map(seen);

const seenOfHost = (changes: Partial<IsolationFacts>): readonly unknown[] =>
  judgeIsolation(isolationFacts([], changes)).map(seen);

describe('of the host', () => {
  const { selinux } = isolationFacts([]);
  const load = '/usr/libexec/bulkhead-selinux/install-modules';

  it('no SELinux, permissive, and no base module, or another', () => {
    expect(seenOfHost({ selinux: { ...selinux, status: 'disabled' } })).toEqual([
      {
        id: 'selinux-disabled',
        evidence: ['/sys/fs/selinux is not there'],
        fix: ['apt install selinux-basics selinux-policy-default auditd', 'selinux-activate', 'reboot'],
      },
    ]);
    expect(seenOfHost({ selinux: { ...selinux, status: 'permissive' } })).toEqual([
      { id: 'permissive-host', evidence: ['/sys/fs/selinux/enforce: 0'], fix: ['setenforce 1'] },
    ]);
    expect(seenOfHost({ selinux: { ...selinux, baseModule: false } })).toEqual([
      { id: 'base-module', evidence: ['type bulkhead_t: unknown to the loaded policy'], fix: [load] },
    ]);
    expect(
      seenOfHost({ baseModules: { differing: ['bulkhead'], missing: ['bulkhead-own'], hasDenyRules: true } }),
    ).toEqual([
      {
        id: 'base-module',
        evidence: [
          'semodule -lfull --checksum: another bulkhead than in /usr/share/bulkhead/selinux',
          'semodule -lfull: no module bulkhead-own',
        ],
        fix: [load],
      },
    ]);
  });

  it.each([
    [
      'auditd that has stopped',
      { source: 'auditd', isSuspended: true, isLimited: false },
      'suspended',
      ['auditctl --signal state: logging suspended'],
      ['df -h /var/log/audit', 'pkill -USR2 -x auditd'],
    ],
    [
      'the ring of the kernel',
      { source: 'kernel', isSuspended: undefined, isLimited: true },
      'limited',
      ['/run/auditd.pid is not there', "denials are read from the kernel's ring"],
      ['apt install auditd', 'systemctl enable --now auditd'],
    ],
    [
      'the journal',
      { source: 'journald', isSuspended: undefined, isLimited: true },
      'limited',
      ['/run/auditd.pid is not there', "denials are read from the journal, which has them from the kernel's ring"],
      ['systemctl enable systemd-journald-audit.socket', 'systemctl restart systemd-journald'],
    ],
  ] as const)('where denials are read from %s', (_, denialLog, state, evidence, fix) => {
    const findings = judgeIsolation(isolationFacts([], { denialLog }));
    expect(findings).toMatchObject([{ state }]);
    expect(findings.map(seen)).toEqual([{ id: 'no-denial-log', evidence, fix }]);
  });
});

describe('of namespaces', () => {
  it('no user namespace, and ids that two share', () => {
    const bare = containerFacts('web');
    const lines = bare.lines.filter(({ key }) => key !== 'lxc.idmap');
    expect(judgeIsolation(isolationFacts([{ ...bare, lines }])).map(seen)).toEqual([
      { id: 'no-user-namespace:web', evidence: ['/var/lib/lxc/web/config: no line lxc.idmap'], fix: [] },
    ]);
    const ids = (name: string, context: string, ...maps: readonly string[]) =>
      containerFacts(name, {
        container: { context },
        lines: maps.map((map) => `lxc.idmap = ${map}`).join('\n'),
      });
    expect(
      judgeIsolation(
        isolationFacts([ids('web', web, 'u 0 100000 65536', 'g 0 400000 65536'), ids('db', db, 'g 0 100000 65536')]),
      ),
    ).toEqual([]);
    expect(
      judgeIsolation(isolationFacts([ids('web', web, 'g 0 100000 1000'), ids('db', db, 'u 0 1 1', 'b 0 100500 1000')])),
    ).toMatchObject([
      {
        id: 'overlapping-ids:web,db',
        first: 100_500,
        last: 100_999,
        evidence: ['web: 100000 to 100999', 'db: 100500 to 101499'],
        fix: { by: 'advice' },
      },
    ]);
  });

  it('mappings that an empty line discards again', () => {
    expect(seenOf({ lines: 'lxc.idmap = u 0 100000 65536\nlxc.idmap = g 0 100000 65536\nlxc.idmap =' })).toEqual([
      { id: 'no-user-namespace:c0', evidence: ['/var/lib/lxc/c0/config: no line lxc.idmap that maps ids'], fix: [] },
    ]);
  });

  it('ranges that lie beside each other share nothing', () => {
    const ids = (name: string, context: string, map: string) =>
      containerFacts(name, { container: { context }, lines: `lxc.idmap = ${map}` });
    expect(
      judgeIsolation(isolationFacts([ids('web', web, 'b 0 100000 1000'), ids('db', db, 'b 0 101000 1000')])),
    ).toEqual([]);
    expect(
      judgeIsolation(isolationFacts([ids('web', web, 'b 0 101000 1000'), ids('db', db, 'b 0 100000 1000')])),
    ).toEqual([]);
  });

  it('settings that open something, by key and value', () => {
    expect(seenOf({ lines: 'lxc.cap.keep = sys_admin\nlxc.autodev = 0' })).toEqual([
      {
        id: 'dangerous-configuration:c0',
        evidence: ['lxc.cap.keep = sys_admin', 'lxc.autodev = 0'],
        fix: [],
      },
    ]);
  });

  it('cgroups without a bound', () => {
    const { lines } = containerFacts('old');
    const [finding] = judgeIsolation(
      isolationFacts([
        containerFacts('old', { facts: { lines: lines.filter(({ key }) => !key.startsWith('lxc.cgroup2.cgroup.')) } }),
      ]),
    );
    expect(finding).toMatchObject({
      id: 'unbounded-cgroups:old',
      evidence: [
        '/var/lib/lxc/old/config: no line lxc.cgroup2.cgroup.max.descendants',
        '/var/lib/lxc/old/config: no line lxc.cgroup2.cgroup.max.depth',
      ],
    });
  });
});

describe('of contexts', () => {
  it('none, and one that the policy does not know', () => {
    const none = containerFacts('old', {
      container: { context: null, ...stopped, isManaged: false },
      facts: { configured: undefined },
    });
    expect(judgeIsolation(isolationFacts([none])).map(seen)).toEqual([
      {
        id: 'no-context:old',
        evidence: ['/var/lib/lxc/old/config: no line lxc.selinux.context'],
        fix: [
          'lxc-stop -n old',
          "echo 'lxc.selinux.context = system_u:system_r:container_t:s0:cA,cB' >> /var/lib/lxc/old/config",
          'chcon -R -t container_file_t -l s0:cA,cB /var/lib/lxc/old/rootfs',
          'lxc-start -n old',
        ],
      },
    ]);
    expect(seenOf({ facts: { isKnown: false } })).toEqual([
      { id: 'unknown-context:c0', evidence: [`lxc.selinux.context = ${web}`], fix: [] },
    ]);
  });

  it('one that confines nothing, of a container that would be started in it', () => {
    const context = 'system_u:system_r:unconfined_t:s0';
    expect(
      judgeIsolation(
        isolationFacts([
          containerFacts('old', {
            container: { context: null, ...stopped },
            facts: { configured: context, processes: [], root: noRoot },
          }),
        ]),
      ),
    ).toMatchObject([
      {
        id: 'unconfined:old',
        isRunning: false,
        context,
        summary: 'old would be started in unconfined_t, which confines nothing.',
        evidence: [`lxc.selinux.context = ${context}`],
        fix: { by: 'advice' },
      },
    ]);
  });

  it('of one that runs the context that it has, whatever is configured', () => {
    const context = 'system_u:system_r:unconfined_t:s0';
    const found = seenOf({ container: { context }, facts: { configured: web, processes: [], root: noRoot } });
    expect(found).toMatchObject([{ id: 'unconfined:c0', fix: ['kill of c0'] }, { id: 'context-differs:c0' }]);
    expect(seenOf({ facts: { configured: undefined, isKnown: false } })).toMatchObject([{ id: 'no-context:c0' }]);
    const nonsense = { configured: 'nonsense', isKnown: false };
    expect(seenOf({ container: { context: null, ...stopped }, facts: nonsense })).toMatchObject([
      { id: 'unknown-context:c0' },
    ]);
  });

  it('another one than is configured, and a permissive domain', () => {
    expect(seenOf({ facts: { configured: db, root: noRoot } })).toEqual([
      {
        id: 'context-differs:c0',
        evidence: [`/proc/100/attr/current: ${web}`, `lxc.selinux.context = ${db}`],
        fix: ['kill of c0'],
      },
    ]);
    expect(seenOf({ container: { confinementMode: 'permissive' } })).toEqual([
      {
        id: 'permissive-domain:c0',
        evidence: ['(typepermissive bulkhead_t)'],
        fix: ['semanage permissive -d bulkhead_t'],
      },
    ]);
  });

  it('processes of another one, of which twenty are named', () => {
    const strays = Array.from({ length: 25 }, (_, index) => ({
      pid: index,
      comm: 'sh',
      context: index < 20 ? 'system_u:system_r:unconfined_t:s0' : db,
    }));
    const [finding] = judgeIsolation(
      isolationFacts([
        containerFacts('web', { facts: { processes: [{ pid: 100, comm: 'init', context: web }, ...strays] } }),
      ]),
    );
    expect(finding).toMatchObject({
      id: 'stray-processes:web',
      severity: 'broken',
      summary: '25 processes in web have another context than its init, one that confines nothing.',
      count: 25,
      processes: strays.slice(0, 20),
      evidence: [`init: ${web}`, `5 in ${db}`, '20 in system_u:system_r:unconfined_t:s0'],
      fix: { by: 'commands' },
    });
    expect(actOf(finding?.fix ?? { by: 'advice', summary: '' }).slice(0, 2)).toEqual([
      'ps -o pid,label,args -p 0',
      'kill -9 0',
    ]);
  });

  it('a single process, and one whose context cannot be read', () => {
    const processes = [{ pid: 7, comm: 'sh', context: db }];
    expect(judgeIsolation(isolationFacts([containerFacts('web', { facts: { processes } })]))).toMatchObject([
      { severity: 'weak', summary: 'A process in web has another context than its init.' },
    ]);
    expect(seenOf({ facts: { processes: [{ pid: 7, comm: 'sh', context: '' }] } })).toMatchObject([
      { id: 'stray-processes:c0', evidence: [`init: ${web}`, '1 in '] },
    ]);
  });

  it('denials that a dontaudit rule keeps out of the log', () => {
    expect(seenOf({ facts: { unlogged: ['search', 'open'] } })).toEqual([
      {
        id: 'dontaudit-denials:c0',
        evidence: ['dontaudit bulkhead_t …:dir { search open };'],
        fix: ['semodule -DB', 'semodule -B'],
      },
    ]);
  });
});

const noRoot = { path: undefined, label: undefined, mountLabel: undefined, isMounted: false };

describe('of categories', () => {
  const judge = (rows: readonly string[], ...containers: readonly Changes[]): readonly Finding[] =>
    judgeIsolation(
      isolationFacts(
        containers.map((changes, index) => containerFacts(`c${index}`, changes)),
        { map: { containers: [], rows: [...rows] } },
      ),
    );

  it('two of other tools with the same pair', () => {
    const foreign = { container: { isManaged: false }, facts: { root: noRoot } };
    expect(judge(['-o', 'o-'], foreign, foreign)).toMatchObject([
      {
        id: 'shared-categories:c0,c1',
        level: 's0:c5,c6',
        summary: 'c0 and c1 have the same categories, c5 and c6: each reaches the files of the others.',
        evidence: [`c0: ${web}`, `c1: ${web}`],
        fix: {
          commands: [
            'lxc-stop -n c1',
            "sed -i 's/^lxc.selinux.context = \\(.*\\):s0.*$/lxc.selinux.context = \\1:s0:cA,cB/' /var/lib/lxc/c1/config",
            'chcon -R -l s0:cA,cB /var/lib/lxc/c1/rootfs',
          ],
        },
      },
    ]);
  });

  it('three without any, of which only the first reaches another', () => {
    const bare = {
      container: { context: 'system_u:system_r:bulkhead_t:s0', isManaged: false },
      facts: { root: noRoot },
    };
    expect(judge(['-ot', 't-t', 'tt-'], bare, bare, bare)).toMatchObject([
      {
        id: 'shared-categories:c0,c1,c2',
        severity: 'broken',
        relation: 'none',
        summary: 'c0, c1 and c2 have no categories: each reaches the files of the others.',
        fix: { commands: expect.arrayContaining(['lxc-stop -n c2']) as string[] },
      },
    ]);
  });

  it('one that holds those of another and more, and one that reaches what has none', () => {
    const wide = { container: { context: 'system_u:system_r:bulkhead_t:s0:c0.c20', ...stopped } };
    expect(judge(['-o', 'c-'], wide, {}).map(seen)).toEqual([
      {
        id: 'shared-categories:c0>c1',
        evidence: ['c0: system_u:system_r:bulkhead_t:s0:c0.c20', `c1: ${web}`],
        fix: ['reassign-categories of c0'],
      },
    ]);
    expect(judge(['-o', 'c-'], wide, {})).toMatchObject([
      { relation: 'contains', summary: 'c0 holds all categories of c1 beside its own, so it reaches its files.' },
    ]);
    const bare = {
      container: { context: 'system_u:system_r:bulkhead_t:s0', isManaged: false },
      facts: { root: noRoot },
    };
    expect(judge(['-o', 'c-'], {}, bare)).toMatchObject([
      {
        id: 'shared-categories:c0>c1',
        relation: 'none',
        level: 's0',
        summary: 'c1 has no categories, so c0 reaches its files.',
      },
    ]);
  });

  it('processes outside of every container, each named once', () => {
    const outside = [900, 901].map((pid) => ({
      pid,
      comm: 'conmon',
      context: 'system_u:system_r:container_t:s0:c5.c6',
    }));
    expect(judgeIsolation(isolationFacts([containerFacts('web')], { outside }))).toMatchObject([
      {
        id: 'outside-processes:web',
        count: 2,
        processes: outside,
        summary: expect.stringContaining('2 processes outside of every LXC container hold the') as string,
        evidence: ['2 in system_u:system_r:container_t:s0:c5.c6'],
        fix: { commands: ['ps -o pid,label,cgroup,args -p 900', 'ps -o pid,label,cgroup,args -p 901'] },
      },
    ]);
    expect(judgeIsolation(isolationFacts([containerFacts('web')], { outside: outside.slice(1) }))).toMatchObject([
      { summary: expect.stringMatching(/^A process outside of every LXC container holds/) as string },
    ]);
    const free = outside.map((process) => ({ ...process, context: 'system_u:system_r:container_t:s0' }));
    const bare = containerFacts('bare', {
      container: { context: 'system_u:system_r:bulkhead_t:s0' },
      facts: { root: noRoot },
    });
    expect(judgeIsolation(isolationFacts([bare], { outside: free }))).toEqual([]);
  });
});

describe('of labels', () => {
  const other = 'system_u:object_r:bulkhead_file_t:s0:c1,c2';
  const judge = (container: Changes['container'] = {}, label = other): readonly unknown[] =>
    judgeIsolation(
      isolationFacts([
        containerFacts('web', {
          container: { ...container },
          facts: {
            root: {
              path: '/var/lib/lxc/web/rootfs',
              label: contextOf(label),
              mountLabel: label,
              isMounted: true,
            },
          },
        }),
      ]),
    ).map(seen);
  const evidence = [`/var/lib/lxc/web/rootfs: ${other}`, 'expected: system_u:object_r:bulkhead_file_t:s0:c5,c6'];

  it('a root with another pair: the helper remounts it once it is stopped, of its own containers', () => {
    expect(judge(stopped)).toEqual([{ id: 'root-label:web', evidence, fix: ['remount-root of web'] }]);
    expect(judge()).toEqual([
      { id: 'root-label:web', evidence, fix: ['bulkheadctl stop web', 'bulkheadctl audit --fix root-label:web'] },
    ]);
    expect(judge({ isManaged: false })).toEqual([
      {
        id: 'root-label:web',
        evidence,
        fix: ['lxc-stop -n web', 'chcon -R -t bulkhead_file_t -l s0:c5,c6 /var/lib/lxc/web/rootfs'],
      },
    ]);
  });

  it('a root with a part of the pair only, which containers with other pairs reach', () => {
    const half = 'system_u:object_r:bulkhead_file_t:s0:c5';
    expect(judge(stopped, half)).toMatchObject([{ id: 'root-label:web', fix: ['remount-root of web'] }]);
    const root = { path: '/r', label: contextOf(half), mountLabel: half, isMounted: true };
    expect(judgeIsolation(isolationFacts([containerFacts('web', { facts: { root } })]))).toMatchObject([
      { severity: 'weak', summary: expect.stringContaining('it lacks a category of the context') as string },
    ]);
  });

  it('none of a root with the pair, of a container that has a category of a volume beside it', () => {
    const sharing = `${web}-s0:c5,c6,c992`;
    const root = { path: '/r', label: contextOf('system_u:object_r:bulkhead_file_t:s0:c5,c6') };
    const facts = { root: { ...root, mountLabel: 'any', isMounted: true } };
    expect(seenOf({ container: { context: sharing }, facts })).toEqual([]);
  });

  it('a layer without a limit', () => {
    expect(seenOf({ container: { disk: { backing: 'none' } } })).toEqual([
      { id: 'no-disk-limit:c0', evidence: ['/var/lib/lxc/c0/bulkhead.json: no layer'], fix: [] },
    ]);
  });
});
