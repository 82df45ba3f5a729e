// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { judgeKey } from './lxc-line.ts';

const verdictOf = (key: string): string => judgeKey(key).verdict;

describe('a line that a person adds', () => {
  it('may limit the container further, and says what it does', () => {
    for (const key of [
      ...['lxc.prlimit.nofile', 'lxc.sysctl.net.ipv4.ip_forward', 'lxc.cgroup2.cpuset.mems', 'lxc.cgroup2.cpu.idle'],
      ...['lxc.cap.drop', 'lxc.sched.core', 'lxc.signal.reboot', 'lxc.time.offset.boot', 'lxc.proc.oom_score_adj'],
    ]) {
      const judged = judgeKey(key);
      expect([key, judged.verdict]).toEqual([key, 'allowed']);
      if (judged.verdict === 'allowed') expect(judged.example).toMatch(judged.form);
    }
  });

  it('weakens no isolation, and is none of those that Bulkhead writes', () => {
    const rejected = [
      ...['lxc.hook.pre-start', 'lxc.include', 'lxc.cap.keep', 'lxc.cap.drop.all', 'lxc.selinux.context', 'lxc.idmap'],
      ...['lxc.apparmor.profile', 'lxc.seccomp.profile', 'lxc.namespace.keep', 'lxc.mount.entry', 'lxc.mount.auto'],
      ...['lxc.cgroup2.devices.allow', 'lxc.cgroup.devices.allow', 'lxc.cgroup2.memory.max', 'lxc.cgroup2.io.max'],
      ...['lxc.cgroup2.cpu.weight', 'lxc.cgroup2.cpuset.cpus'],
      ...[
        'lxc.net.0.script.up',
        'lxc.rootfs.path',
        'lxc.autodev',
        'lxc.no_new_privs',
        'lxc.sysctl.kernel.core_pattern',
      ],
      ...[
        'lxc.prlimit.rtprio',
        'lxc.keyring.session',
        'lxc.init.cmd',
        'lxc.environment',
        'lxc.uts.name',
        'lxc.log.file',
      ],
      ...['lxc.console.logfile', 'lxc.monitor.unshare', 'lxc.cgroup.dir.container', 'lxc.execute.cmd', 'lxc.group'],
    ];
    expect(rejected.filter((key) => verdictOf(key) !== 'rejected')).toEqual([]);
  });

  it('has a key of LXC', () => {
    for (const key of [
      'lxc.nothing',
      'memory.max',
      'lxc.',
      'lxc.prlimit.nofile\nlxc.include',
      '',
      'lxc.PRLIMIT.nofile',
    ])
      expect([key, verdictOf(key)]).toEqual([key, 'rejected']);
  });

  it('has a value that is nothing else: no list of capabilities is emptied, no number is a word', () => {
    const formOf = (key: string): RegExp => {
      const judged = judgeKey(key);
      return judged.verdict === 'allowed' ? judged.form : /$^/;
    };
    expect(
      ['', 'none', 'all', 'sys_admin,', 'SYS_ADMIN'].filter((value) => formOf('lxc.cap.drop').test(value)),
    ).toEqual([]);
    expect(['-1', '1001', 'x'].filter((value) => formOf('lxc.proc.oom_score_adj').test(value))).toEqual([]);
    expect(['1 1', '0-', '1;2', ''].filter((value) => formOf('lxc.cgroup2.cpuset.mems').test(value))).toEqual([]);
  });
});
