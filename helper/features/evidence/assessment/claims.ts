// SPDX-License-Identifier: Apache-2.0
/** What is claimed of a host, each claim with the fields of the evidence under it. */

import type { DrillClass } from '../../../../contract/model/drill.ts';
import type { FindingKind } from '../../../../contract/model/isolation-finding.ts';
import { chainsHold, drillBlocked, everyPairIsolated, type Fact, fact, noFinding } from './facts.ts';

export interface Claim {
  readonly statement: string;
  /** `TEST`: something was tried. `EXAMINE`: something was read or computed. */
  readonly method: 'TEST' | 'EXAMINE';
  readonly facts: readonly Fact[];
}

const findingClaims = [
  'selinux-enforces',
  'policy-as-shipped',
  'contexts-separate',
  'objects-labelled',
  'host-protected',
  'kernel-maintained',
  'resources-bounded',
  'network-separated',
  'denials-recorded',
] as const;

/** Each kind of finding of the audit counts for one claim. */
const claimOfFinding: Readonly<Record<FindingKind, (typeof findingClaims)[number]>> = {
  'permissive-host': 'selinux-enforces',
  'selinux-disabled': 'selinux-enforces',
  'permissive-domain': 'selinux-enforces',
  'base-module': 'policy-as-shipped',
  'foreign-module': 'policy-as-shipped',
  'lost-types': 'policy-as-shipped',
  'shared-categories': 'contexts-separate',
  'no-context': 'contexts-separate',
  unconfined: 'contexts-separate',
  'unknown-context': 'contexts-separate',
  'context-differs': 'contexts-separate',
  'stray-processes': 'contexts-separate',
  'outside-processes': 'contexts-separate',
  'root-label': 'objects-labelled',
  mislabelled: 'objects-labelled',
  'volume-labels': 'objects-labelled',
  'unlisted-volume': 'objects-labelled',
  'tmpfs-labels': 'objects-labelled',
  'no-user-namespace': 'host-protected',
  'overlapping-ids': 'host-protected',
  'dangerous-configuration': 'host-protected',
  'open-path': 'host-protected',
  'known-vulnerabilities': 'kernel-maintained',
  'loadable-modules': 'kernel-maintained',
  'unbounded-cgroups': 'resources-bounded',
  'no-disk-limit': 'resources-bounded',
  'open-port': 'network-separated',
  'no-denial-log': 'denials-recorded',
  'dontaudit-denials': 'denials-recorded',
};

const drillClaims = [
  'data-withheld',
  'processes-separated',
  'security-functions-withheld',
  'network-withheld',
  'resources-withheld',
] as const;

/** Each class of probes counts for one claim. */
const claimOfClass: Readonly<Record<DrillClass, (typeof drillClaims)[number]>> = {
  web: 'data-withheld',
  files: 'data-withheld',
  sockets: 'data-withheld',
  processes: 'processes-separated',
  ipc: 'processes-separated',
  start: 'processes-separated',
  kernel: 'security-functions-withheld',
  mounts: 'security-functions-withheld',
  selinux: 'security-functions-withheld',
  network: 'network-withheld',
  resources: 'resources-withheld',
};

const otherClaims = [
  'no-channel',
  'services-bounded',
  'activity-chained',
  'policy-identified',
  'local-changes-known',
] as const;

export const claimIds = [...findingClaims, ...drillClaims, ...otherClaims] as const;
export type ClaimId = (typeof claimIds)[number];

function keysOf<Key extends string>(record: Readonly<Record<Key, ClaimId>>, claim: ClaimId): readonly Key[] {
  return (Object.keys(record) as Key[]).filter((key) => record[key] === claim);
}

function audited(claim: (typeof findingClaims)[number]): Fact {
  return noFinding(keysOf(claimOfFinding, claim));
}

function drilled(claim: (typeof drillClaims)[number], statement: string): Claim {
  return { statement, method: 'TEST', facts: [drillBlocked(keysOf(claimOfClass, claim))] };
}

function examined(statement: string, facts: readonly Fact[]): Claim {
  return { statement, method: 'EXAMINE', facts };
}

export const claims: Readonly<Record<ClaimId, Claim>> = {
  'selinux-enforces': examined('SELinux enforces on the host, and no domain of a container is permissive.', [
    fact('versions', '/info/selinux/status', ({ info }) => [
      info.selinux.status === 'enforcing',
      `SELinux is ${info.selinux.status}`,
    ]),
    fact('certificate', '/certificate/enforcing', ({ enforcing }) => [
      enforcing,
      `SELinux ${enforcing ? 'enforced' : 'did not enforce'} when non-interference was computed`,
    ]),
    audited('selinux-enforces'),
  ]),
  'policy-as-shipped': examined('The rules about containers are those of Bulkhead, and no other module changes them.', [
    fact('versions', '/info/selinux/baseModule', ({ info }) => [
      info.selinux.baseModule,
      `the base module is ${info.selinux.baseModule ? '' : 'not '}loaded`,
    ]),
    audited('policy-as-shipped'),
  ]),
  'contexts-separate': examined('Each container has a context of its own, and the kernel isolates each pair of them.', [
    everyPairIsolated,
    audited('contexts-separate'),
  ]),
  'objects-labelled': examined('What belongs to a container has its label.', [audited('objects-labelled')]),
  'host-protected': examined('No container is configured with rights on the host.', [audited('host-protected')]),
  'kernel-maintained': examined('The kernel has the fixes of the vulnerabilities that Bulkhead knows.', [
    audited('kernel-maintained'),
  ]),
  'resources-bounded': examined('What a container may use of the host is limited.', [audited('resources-bounded')]),
  'network-separated': examined('The ports of containers on the bridge are isolated, and what they send is checked.', [
    audited('network-separated'),
  ]),
  'denials-recorded': examined('What SELinux denies is recorded, and no record was lost.', [
    fact('versions', '/info/denialSource', ({ info }) => [
      info.denialSource !== null,
      `denials are read from ${info.denialSource ?? 'nowhere'}`,
    ]),
    fact('versions', '/info/auditLost', ({ info }) => [
      info.auditLost === null ? undefined : info.auditLost === 0,
      `the kernel has dropped ${info.auditLost ?? 'an unknown number of'} records of the audit`,
    ]),
    audited('denials-recorded'),
  ]),
  'data-withheld': drilled('data-withheld', 'An attacker in one container did not reach data of another.'),
  'processes-separated': drilled(
    'processes-separated',
    'An attacker in one container did not act on processes of another.',
  ),
  'security-functions-withheld': drilled(
    'security-functions-withheld',
    'An attacker in a container did not reach the security functions of the host.',
  ),
  'network-withheld': drilled(
    'network-withheld',
    'An attacker in one container did not pass the boundary of its network.',
  ),
  'resources-withheld': drilled(
    'resources-withheld',
    'An attacker in a container did not exhaust what others need of the host.',
  ),
  'no-channel': examined('The loaded policy leaves no channel between containers open but the listed exceptions.', [
    fact('certificate', '/certificate/proof/verdict', ({ proof }) => [
      proof.verdict === 'unknown' ? undefined : proof.verdict === 'proven',
      `${proof.openCount} open channels, ${proof.objects?.foundCount ?? 0} objects without their categories, ` +
        `${proof.exceptions.length} exceptions, ${proof.unknown.length} things unknown`,
    ]),
  ]),
  'services-bounded': examined(
    'No service of Bulkhead can come to a domain with power over the security of the host.',
    [
      fact('certificate', '/certificate/proof/services', ({ proof }) => [
        proof.services.length === 0,
        `${proof.services.length} paths from services to such domains`,
      ]),
    ],
  ),
  'activity-chained': examined('Who did what through Bulkhead is recorded, and no record was changed or removed.', [
    chainsHold,
  ]),
  'policy-identified': examined(
    'It is known which policy the kernel has loaded, and it is the one that was examined.',
    [
      (values) =>
        fact('versions', '/policySha256', ({ policySha256 }) => [
          policySha256 !== null && policySha256 === values.certificate?.policySha256,
          `the loaded policy has the SHA-256 ${policySha256 ?? 'that cannot be read'}`,
        ])(values),
    ],
  ),
  'local-changes-known': examined('Local changes of the policy are listed, and none makes a domain permissive.', [
    fact('localChanges', '/changes', ({ changes }) => {
      const count = changes.filter(({ kind }) => kind === 'permissive').length;
      return [count === 0, `${changes.length} changes, of which ${count} make a domain permissive`];
    }),
  ]),
};
