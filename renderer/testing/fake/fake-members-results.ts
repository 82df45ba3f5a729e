// SPDX-License-Identifier: Apache-2.0
/** What the fake host's drill across members finds: a few attempts, with the evidence that a real one gives. */

import type { DrillCell, DrillReport, DrillResult, DrillSurface } from '../../../contract/model/drill.ts';

const blocked = (evidence: string): DrillCell => ({
  ...{ outcome: 'blocked', evidence: [evidence], blockedBy: ['namespaces'], denials: [] },
});
const untried = (): DrillCell => ({
  ...{ outcome: 'not-run', evidence: ['no layer of a container of Incus is removed'], blockedBy: [], denials: [] },
});

type Attempt = Pick<DrillResult, 'probe' | 'class' | 'title' | 'expectedLayers'> & { readonly evidence: string };

const attempts: readonly Attempt[] = [
  {
    ...{ probe: 'process-find', class: 'processes', expectedLayers: ['namespaces'] },
    title: 'Find a process of the victim among those that can be seen',
    evidence: 'search of /proc: ESRCH',
  },
  {
    ...{ probe: 'net-victim', class: 'network', expectedLayers: ['namespaces'] },
    title: "Connect to a service on the victim's loopback",
    evidence: 'connect: ECONNREFUSED',
  },
  {
    ...{ probe: 'net-sniff', class: 'network', expectedLayers: ['namespaces', 'user-namespace', 'selinux'] },
    title: "Read the victim's packets from a raw socket",
    evidence: 'recv: ETIMEDOUT',
  },
];

const results = attempts.map(({ evidence, ...attempt }): DrillResult => ({
  ...attempt,
  ...{ without: untried(), with: blocked(evidence), elsewhere: blocked(evidence), taken: [], pass: true },
}));

const surface: readonly DrillSurface[] = [
  {
    ...{ probe: 'surface-address', title: 'A service of another container, by its address' },
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
  ],
  changes: null,
  summary: { probes: results.length, passed: results.length, failed: 0 },
} satisfies Partial<DrillReport>;
