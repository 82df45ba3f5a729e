// SPDX-License-Identifier: Apache-2.0
/** What the fake host's drill across members finds: a few attempts, with the evidence that a real one gives. */

import type { DrillCell, DrillReport, DrillResult, DrillSurface } from '../../../../contract/model/drill.ts';

const blocked = (evidence: string): DrillCell => ({
  outcome: 'blocked',
  evidence: [evidence],
  blockedBy: ['namespaces'],
  denials: [],
});
const untried = (): DrillCell => ({
  outcome: 'not-run',
  evidence: ['no layer of a container of Incus is removed'],
  blockedBy: [],
  denials: [],
});

type Attempt = Pick<DrillResult, 'probe' | 'class' | 'title' | 'expectedLayers'> & { readonly evidence: string };

/** Tried on one member alone: another one has no such path. */
const attemptsByPath: readonly Attempt[] = [
  {
    probe: 'file-read',
    class: 'files',
    expectedLayers: ['selinux'],
    title: "Read the victim's file of mode 0777",
    evidence: 'open: EACCES',
  },
  {
    probe: 'file-write',
    class: 'files',
    expectedLayers: ['selinux'],
    title: "Overwrite the victim's page",
    evidence: 'open: EACCES',
  },
  {
    probe: 'ipc-socket',
    class: 'ipc',
    expectedLayers: ['selinux'],
    title: "Connect to the victim's unix socket by its path",
    evidence: 'connect: EACCES',
  },
];

function byPath({ evidence, ...attempt }: Attempt, index: number): DrillResult {
  const id = `1796025002.8${index}1:21${index}8`;
  const record =
    `AVC audit(${id}): denied { search } comm="${attempt.probe}" name="rootfs" ` +
    'scontext=system_u:system_r:bulkhead_t:s0:c36,c801 tcontext=system_u:object_r:bulkhead_file_t:s0:c58,c888 ' +
    'tclass=dir permissive=0';
  const held: DrillCell = { outcome: 'blocked', evidence: [evidence, record], blockedBy: ['selinux'], denials: [id] };
  return { ...attempt, without: untried(), with: held, taken: [], pass: true };
}

const attempts: readonly Attempt[] = [
  {
    probe: 'process-find',
    class: 'processes',
    expectedLayers: ['namespaces'],
    title: 'Find a process of the victim among those that can be seen',
    evidence: 'search of /proc: ESRCH',
  },
  {
    probe: 'net-victim',
    class: 'network',
    expectedLayers: ['namespaces'],
    title: "Connect to a service on the victim's loopback",
    evidence: 'connect: ECONNREFUSED',
  },
  {
    probe: 'net-sniff',
    class: 'network',
    expectedLayers: ['namespaces', 'user-namespace', 'selinux'],
    title: "Read the victim's packets from a raw socket",
    evidence: 'recv: ETIMEDOUT',
  },
];

const results: readonly DrillResult[] = [
  ...attemptsByPath.map(byPath),
  ...attempts.map(({ evidence, ...attempt }) => ({
    ...attempt,
    without: untried(),
    with: blocked(evidence),
    elsewhere: blocked(evidence),
    taken: [],
    pass: true,
  })),
];

const surface: readonly DrillSurface[] = [
  {
    probe: 'surface-address',
    title: 'A service of another container, by its address',
    note: 'Containers on one bridge of Incus reach each other. To end that, set security.port_isolation=true on their networks.',
    with: { outcome: 'open', evidence: ['it got the answer of the service'], closedBy: [], denials: [] },
    without: null,
    elsewhere: { outcome: 'closed', evidence: ['connect: EHOSTUNREACH'], closedBy: ['namespaces'], denials: [] },
  },
];

/** The parts of a report in which it differs from that of a drill on one host. */
export const membersFindings = {
  results: [...results],
  surface: [...surface],
  experiments: [],
  limitations: [
    'No layer of a container of Incus is removed, so nothing is known of what would come through without it.',
    'Files are tried on one member only, since two members share none. What comes to a member gets its context read ' +
      'back there, and its files keep their label.',
  ],
  changes: null,
  summary: { probes: results.length, passed: results.length, failed: 0 },
} satisfies Partial<DrillReport>;
