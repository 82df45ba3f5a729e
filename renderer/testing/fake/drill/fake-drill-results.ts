// SPDX-License-Identifier: Apache-2.0
/** What the fake host's drill finds: a few attempts of each class, with the evidence that a real one gives. */

import { drillVerdictOf } from '../../../../contract/wording/isolation/drill-marks.ts';
import {
  type DrillCell,
  drillClassSchema,
  type DrillReport,
  type DrillResult,
  type DrillSurface,
  type DrillSurfaceCell,
} from '../../../../contract/model/drill.ts';

const contexts =
  'scontext=system_u:system_r:bulkhead_t:s0:c472,c678 tcontext=system_u:object_r:bulkhead_file_t:s0:c604,c830';
export const record = `AVC audit(1795567176.569:241): denied { search } comm="apache2" name="/" ${contexts} tclass=dir permissive=0`;
export const secret = 'drill-secret-1f0c7d8e5a2b4c6d';

const blocked = (by: DrillCell['blockedBy'], ...evidence: string[]): DrillCell => ({
  outcome: 'blocked',
  evidence,
  blockedBy: by,
  denials: by.includes('selinux') ? ['1795567176.569:241'] : [],
});
const breached = (...evidence: string[]): DrillCell => ({
  outcome: 'breached',
  evidence,
  blockedBy: [],
  denials: ['1795567190.101:312'],
});

const absentCell = (): DrillCell => ({
  outcome: 'not-run',
  evidence: ['open: ENOENT, the kernel has no such file'],
  blockedBy: [],
  denials: [],
  isAbsent: true,
});
const open = (...evidence: string[]): DrillSurfaceCell => ({ outcome: 'open', evidence, closedBy: [], denials: [] });
const closed = (by: DrillSurfaceCell['closedBy'], ...evidence: string[]): DrillSurfaceCell => ({
  outcome: 'closed',
  evidence,
  closedBy: by,
  denials: [],
});

function socketResults(): readonly DrillResult[] {
  const families = [
    {
      probe: 'socket-crypto',
      title: "Open a socket of the kernel's ciphers (AF_ALG)",
      holes: ['CVE-2026-31431 (Copy Fail)'],
    },
    {
      probe: 'socket-xfrm',
      title: 'Open a socket by which IPsec is set up (NETLINK_XFRM)',
      holes: ['CVE-2026-43284 (Dirty Frag, ESP)', 'CVE-2026-46300 (Fragnesia)'],
    },
  ];
  return families.map(({ probe, title, holes }): DrillResult => ({
    probe,
    class: 'sockets',
    title,
    expectedLayers: ['selinux'],
    without: breached('nothing blocked it: opened a socket of this family'),
    with: blocked(['selinux'], 'socket: EACCES', record.replace('apache2', probe)),
    taken: [],
    pass: true,
    holes,
  }));
}

const inAnyOrder: readonly DrillResult[] = [
  {
    probe: 'web-include',
    class: 'web',
    title: "Have the paper's page include a file of the victim, by a cookie that climbs out of its folder",
    expectedLayers: ['selinux'],
    without: breached('HTTP 200, the secret is in the answer'),
    with: blocked(['selinux'], 'HTTP 200, the secret is not in the answer', record),
    taken: [],
    pass: true,
  },
  {
    probe: 'file-read',
    class: 'files',
    title: "Read the victim's file of mode 0777",
    expectedLayers: ['selinux'],
    without: breached(`it got the secret: ${secret}`),
    with: blocked(['selinux'], 'open: EACCES', record.replace('apache2', 'file-read')),
    taken: [],
    pass: true,
  },
  {
    probe: 'process-environ',
    class: 'processes',
    title: 'Read the environment of a process of the victim',
    expectedLayers: ['selinux', 'user-namespace'],
    without: blocked(['user-namespace'], 'open: EACCES'),
    with: blocked(['selinux'], 'open: EACCES', record.replace('apache2', 'process-environ')),
    taken: [],
    pass: true,
  },
  {
    probe: 'process-find',
    class: 'processes',
    title: 'Find a process of the victim among those that can be seen',
    expectedLayers: ['namespaces'],
    without: blocked(['namespaces'], 'search of /proc: ESRCH'),
    with: blocked(['namespaces'], 'search of /proc: ESRCH'),
    taken: [],
    pass: true,
  },
  {
    probe: 'ipc-shared',
    class: 'ipc',
    title: "Read the victim's shared memory of mode 0666",
    expectedLayers: ['namespaces', 'selinux'],
    without: blocked(['namespaces'], 'shmget: ENOENT'),
    with: blocked(['namespaces'], 'shmget: ENOENT'),
    taken: [
      {
        layer: 'namespaces',
        cell: blocked(['selinux'], 'shmat: EACCES'),
        withoutSelinux: breached(`it got the secret: ${secret}`),
      },
    ],
    pass: true,
  },
  {
    probe: 'kernel-module',
    class: 'kernel',
    title: 'Load a kernel module',
    expectedLayers: ['user-namespace', 'capabilities', 'seccomp', 'selinux', 'mounts'],
    without: blocked(['seccomp'], 'finit_module: EPERM'),
    with: blocked(
      ['seccomp'],
      'finit_module: EPERM',
      'a filter is on (Seccomp: 2), and the profile denies finit_module',
    ),
    taken: [],
    pass: true,
  },
  {
    probe: 'limit-tasks',
    class: 'resources',
    title: 'Fork until nothing is left',
    expectedLayers: ['cgroup'],
    without: blocked(['cgroup'], 'fork: EAGAIN'),
    with: { outcome: 'not-run', evidence: ['signal 15 ended it'], blockedBy: [], denials: [] },
    taken: [],
    pass: false,
  },
  {
    probe: 'limit-disk',
    class: 'resources',
    title: "Take all room of the host's disk",
    expectedLayers: ['quota'],
    without: blocked(['quota'], 'fallocate: EDQUOT', 'its layer ended at 128 MiB, and was seen full'),
    with: blocked(['quota'], 'fallocate: EDQUOT', 'its layer ended at 128 MiB, and was seen full'),
    taken: [],
    pass: true,
  },
  ...socketResults(),
  {
    probe: 'kernel-uevent',
    class: 'kernel',
    title: 'Write uevent_helper, by which the host would run a program when a device comes',
    expectedLayers: ['user-namespace', 'capabilities', 'seccomp', 'selinux', 'mounts'],
    without: absentCell(),
    with: absentCell(),
    taken: [],
    pass: false,
  },
  {
    probe: 'mount-overlay',
    class: 'mounts',
    title: 'Gain capabilities by an overlay in a nested user namespace, which copies a file together with them',
    expectedLayers: ['selinux', 'kernel'],
    without: blocked(['kernel'], 'copy of a file: the copy has no capabilities'),
    with: blocked(['selinux'], 'mount: EACCES', record.replace('apache2', 'mount-overlay')),
    taken: [],
    pass: true,
    holes: ['CVE-2021-3493', 'CVE-2023-0386'],
  },
  {
    probe: 'attach-exe',
    class: 'start',
    title: 'Overwrite the program of the host that is just bringing a command in',
    expectedLayers: ['selinux', 'runtime'],
    without: blocked(['runtime'], 'open of /proc/pid/exe: it runs from a copy in memory'),
    with: blocked(['selinux'], 'open of /proc/pid/exe: EACCES', record.replace('apache2', 'attach-exe')),
    taken: [],
    pass: true,
    holes: ['CVE-2019-5736'],
  },
];

const classes = drillClassSchema().options;
export const results = inAnyOrder.toSorted((one, other) => classes.indexOf(one.class) - classes.indexOf(other.class));

export const surface: readonly DrillSurface[] = [
  {
    probe: 'surface-userns',
    title: 'user namespaces within its own',
    note: "systemd's sandboxes, browsers and containers within containers use them; most holes that need a capability begin here.",
    with: closed(
      ['selinux'],
      'unshare: EACCES',
      'asked for its decision, the kernel denies bulkhead_t { create } on bulkhead_t:user_namespace, and logs no such denial (dontaudit)',
    ),
    without: open('created a user namespace in its own'),
  },
  {
    probe: 'surface-bpf',
    title: 'bpf: load a program into the kernel',
    note: 'systemd uses it to filter devices and addresses; its verifier had many holes.',
    with: closed(['user-namespace'], 'bpf: EPERM'),
    without: closed(['user-namespace'], 'bpf: EPERM'),
  },
];

/** What a run of a week before found: one hole that is closed now, one that was none, and another layer once. */
export const earlierResults: readonly DrillResult[] = results.map((result) => {
  if (result.probe === 'limit-tasks')
    return { ...result, with: blocked(['cgroup'], 'clone: EAGAIN', 'pids.events: max 17'), pass: true };
  if (result.probe === 'kernel-module') return { ...result, with: breached('init_module: done'), pass: false };
  if (result.probe === 'attach-exe')
    return { ...result, with: blocked(['runtime'], 'open of /proc/pid/exe: it runs from a copy in memory') };
  return result;
});

export const summary = summaryOf(results);
export const earlierSummary = summaryOf(earlierResults);

function summaryOf(all: readonly DrillResult[]): DrillReport['summary'] {
  const passed = all.filter(({ pass }) => pass).length;
  const absent = all.filter((result) => drillVerdictOf(result) === 'absent').length;
  return { probes: all.length, passed, absent, failed: all.length - passed - absent };
}
