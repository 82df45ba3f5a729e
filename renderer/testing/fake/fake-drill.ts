// SPDX-License-Identifier: Apache-2.0
/** A drill of the fake host: a few attempts of each class, with the evidence that a real one gives. */

import { drillVerdictOf } from '../../../contract/drill-marks.ts';
import type {
  DrillCell,
  DrillResult,
  DrillSchedule,
  DrillSurface,
  DrillSurfaceCell,
  SignedDrillReport,
} from '../../../contract/model/drill.ts';
import { fail } from '../../../contract/errors.ts';
import { drillClassSchema, drillContainerStepSchema, drillStepSchema } from '../../../contract/model/drill.ts';
import type { Item, Result } from '../../../contract/operations/index.ts';
import type { FakeHost } from './fake-host.ts';
import { pause } from './pause.ts';

const contexts =
  'scontext=system_u:system_r:bulkhead_t:s0:c472,c678 tcontext=system_u:object_r:bulkhead_file_t:s0:c604,c830';
const record = `AVC audit(1795567176.569:241): denied { search } comm="apache2" name="/" ${contexts} tclass=dir permissive=0`;
const secret = 'drill-secret-1f0c7d8e5a2b4c6d';

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
    ...{
      probe,
      class: 'sockets',
      title,
      expectedLayers: ['selinux'],
      without: breached('nothing blocked it: opened a socket of this family'),
    },
    ...{ with: blocked(['selinux'], 'socket: EACCES', record.replace('apache2', probe)), taken: [], pass: true, holes },
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
    title: 'Read the environment of a process of the victim through a /proc of its namespace',
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
    ...{
      probe: 'limit-disk',
      class: 'resources',
      title: "Take all room of the host's disk",
      expectedLayers: ['quota'],
    },
    without: blocked(['quota'], 'fallocate: EDQUOT', 'its layer ended at 128 MiB, and was seen full'),
    with: blocked(['quota'], 'fallocate: EDQUOT', 'its layer ended at 128 MiB, and was seen full'),
    taken: [],
    pass: true,
  },
  ...socketResults(),
  {
    ...{
      probe: 'kernel-uevent',
      class: 'kernel',
      title: 'Write uevent_helper, by which the host would run a program when a device comes',
    },
    ...{
      expectedLayers: ['user-namespace', 'capabilities', 'seccomp', 'selinux', 'mounts'],
      without: absentCell(),
      with: absentCell(),
    },
    ...{ taken: [], pass: false },
  },
  {
    ...{ probe: 'mount-overlay', class: 'mounts', title: 'Gain capabilities by an overlay in a nested user namespace' },
    ...{
      expectedLayers: ['selinux', 'kernel'],
      without: blocked(['kernel'], 'copy of a file: the copy has no capabilities'),
    },
    ...{
      with: blocked(['selinux'], 'mount: EACCES', record.replace('apache2', 'mount-overlay')),
      taken: [],
      pass: true,
    },
    holes: ['CVE-2021-3493', 'CVE-2023-0386'],
  },
  {
    ...{
      probe: 'attach-exe',
      class: 'start',
      title: 'Overwrite the program of the host that is just bringing a command in',
    },
    ...{
      expectedLayers: ['selinux', 'runtime'],
      without: blocked(['runtime'], 'open of /proc/pid/exe: it runs from a copy in memory'),
    },
    ...{
      with: blocked(['selinux'], 'open of /proc/pid/exe: EACCES', record.replace('apache2', 'attach-exe')),
      taken: [],
      pass: true,
    },
    holes: ['CVE-2019-5736'],
  },
];

const classes = drillClassSchema.options;
const results = inAnyOrder.toSorted((one, other) => classes.indexOf(one.class) - classes.indexOf(other.class));

const surface: readonly DrillSurface[] = [
  {
    ...{
      probe: 'surface-userns',
      title: 'user namespaces within its own',
      note: "systemd's sandboxes, browsers and containers within containers use them.",
    },
    ...{ with: open('created a user namespace in its own'), without: open('created a user namespace in its own') },
  },
  {
    ...{
      probe: 'surface-bpf',
      title: 'bpf: load a program into the kernel',
      note: 'systemd uses it to filter devices and addresses.',
    },
    ...{ with: closed(['user-namespace'], 'bpf: EPERM'), without: closed(['user-namespace'], 'bpf: EPERM') },
  },
];

const tally = {
  passed: results.filter(({ pass }) => pass).length,
  absent: results.filter((result) => drillVerdictOf(result) === 'absent').length,
};
const summary = { probes: results.length, ...tally, failed: results.length - tally.passed - tally.absent };

/** The reports that the fake host keeps, newest first: by id when each began. */
const kept = new WeakMap<FakeHost, Map<string, number>>();
const schedules = new WeakMap<FakeHost, DrillSchedule>();

export async function* fakeDrill(
  host: FakeHost,
  signal: AbortSignal,
): AsyncGenerator<Item<'drill.run'>, SignedDrillReport, undefined> {
  const startedAt = host.now();
  const { options } = drillStepSchema;
  for (const [index, step] of options.entries()) {
    yield { type: 'step', step, fraction: index / options.length };
    if (/^with(out)?-selinux/.test(step)) for (const { probe } of results) yield { type: 'probe', step, probe };
    await pause(350, signal);
  }
  for (const result of results) yield { type: 'result', result };
  const id = idOf(startedAt);
  keptBy(host).set(id, startedAt);
  return fakeDrillReport(host, id);
}

export async function* fakeContainerDrill(
  host: FakeHost,
  signal: AbortSignal,
): AsyncGenerator<Item<'drill.container'>, SignedDrillReport, undefined> {
  const startedAt = host.now();
  const { options } = drillContainerStepSchema;
  for (const [index, step] of options.entries()) {
    yield { type: 'step', step, fraction: index / options.length };
    await pause(350, signal);
  }
  const id = idOf(startedAt);
  keptBy(host).set(id, startedAt);
  return fakeDrillReport(host, id);
}

export function fakeDrillList(host: FakeHost): Result<'drill.list'> {
  const reports = [...keptBy(host)]
    .map(([id, startedAt]) => ({ id, startedAt, ...summary, newHoles: ['limit-tasks'] }))
    .toReversed();
  const schedule = schedules.get(host);
  return { reports, ...(schedule !== undefined && { schedule }) };
}

export function fakeSchedule(host: FakeHost, at: string): DrillSchedule {
  const schedule = { at, nextAt: host.now() + 3600, uid: 1000, user: 'you' };
  schedules.set(host, schedule);
  return schedule;
}

export function fakeUnschedule(host: FakeHost): void {
  schedules.delete(host);
}

export function fakeDrillReport(host: FakeHost, id: string): SignedDrillReport {
  const startedAt = keptBy(host).get(id) ?? fail('drill-report-not-found', { id });
  const exchange = (answer: string, status: number) => ({
    request: [
      'GET /vulnerable.php HTTP/1.1',
      'Host: 10.0.3.12',
      'Cookie: TEMPLATE=../../../../../../../srv/victim/srv/drill/secret',
      'Connection: close',
      '',
      '',
    ].join('\r\n'),
    status,
    answer,
  });
  return {
    report: {
      version: 1,
      id,
      startedAt,
      endedAt: startedAt + 113,
      host: {
        name: host.hostname,
        kernel: '6.12.57+deb13-amd64',
        lxc: '6.0.4',
        selinux: host.selinux,
        policy: 'default',
        policySha256: '5b1f'.repeat(16),
        helper: '0.1.0',
      },
      results: [...results],
      surface: [...surface],
      experiments: [
        {
          probe: 'web-include',
          without: exchange(`HTTP/1.1 200 OK\r\nServer: Apache\r\n\r\n${secret}\n`, 200),
          with: exchange('HTTP/1.1 200 OK\r\nServer: Apache\r\n\r\n', 200),
          record,
          rule: 'mlsconstrain dir { search } (or (dom h1 h2) (neq t1 mcs_constrained_type))',
        },
      ],
      limitations: [
        'The user namespace is not removed: root in the container would be root on the host, kept by SELinux alone.',
      ],
      changes: [
        { probe: 'limit-tasks', kind: 'new-hole' },
        { probe: 'kernel-module', kind: 'closed' },
      ],
      summary,
    },
    hashes: results.map(({ probe }) => ({ part: probe, sha256: '9c3e'.repeat(16) })),
    signature: {
      algorithm: 'ed25519',
      publicKey:
        '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA0000000000000000000000000000000000000000000=\n-----END PUBLIC KEY-----\n',
      value: 'c2lnbmF0dXJl',
    },
  };
}

function keptBy(host: FakeHost): Map<string, number> {
  const known = kept.get(host);
  if (known !== undefined) return known;
  const yesterday = host.now() - 86_400;
  const begun = new Map([[idOf(yesterday), yesterday]]);
  kept.set(host, begun);
  return begun;
}

function idOf(startedAt: number): string {
  return `${new Date(startedAt * 1000).toISOString().replace(/[-:]|\.\d+/g, '')}-0a1b2c`;
}
