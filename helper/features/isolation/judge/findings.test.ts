// SPDX-License-Identifier: Apache-2.0
/** What each finding about the host, namespaces and labels says of itself. */

import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import { db, seen, seenOf, seenOfHost, stopped, web } from '../fixtures/findings-seen.ts';
import { type Changes, containerFacts, contextOf, isolationFacts } from '../fixtures/some-facts.ts';
import { judgeIsolation as givenJudgeIsolation } from './judge-isolation.ts';

const judgeIsolation = (...args: Parameters<typeof givenJudgeIsolation>) => inEnglish(givenJudgeIsolation(...args));

describe('of the host', () => {
  const { selinux } = isolationFacts([]);
  const load = '/usr/libexec/bulkhead-selinux/install-modules';

  it('no SELinux, permissive, and no base module, or another', () => {
    expect(seenOfHost({ selinux: { ...selinux, status: 'disabled' } })).toEqual([
      {
        id: 'selinux-disabled',
        evidence: ['/sys/fs/selinux is not there'],
        fix: [
          'bulkheadctl selinux plan',
          'bulkheadctl selinux prepare',
          'systemctl reboot',
          'bulkheadctl selinux watch',
        ],
      },
    ]);
    expect(seenOfHost({ selinux: { ...selinux, status: 'permissive' } })).toEqual([
      {
        id: 'permissive-host',
        evidence: ['/sys/fs/selinux/enforce: 0'],
        fix: ['bulkheadctl selinux watch', 'bulkheadctl selinux enforce', 'bulkheadctl selinux confirm'],
      },
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
