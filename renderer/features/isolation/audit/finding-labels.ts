// SPDX-License-Identifier: Apache-2.0
/** Findings of an audit, as the window names them. */

import type { FindingKind, Severity } from '../../../../contract/model/isolation-finding.ts';
import type { AuditStep } from '../../../../contract/operations/isolation.ts';

export const severityLabels: Readonly<
  Record<Severity, { readonly label: string; readonly tone: 'red' | 'amber' | 'info'; readonly meaning: string }>
> = {
  broken: { label: 'Not isolated', tone: 'red', meaning: 'Isolation is missing.' },
  weak: { label: 'Weak', tone: 'amber', meaning: 'Isolation works, but something weakens it.' },
  notice: { label: 'Notice', tone: 'info', meaning: 'Isolation works. This is worth knowing.' },
};

export const findingTitles: Readonly<Record<FindingKind, string>> = {
  'shared-categories': 'Shared categories',
  'no-context': 'No SELinux context',
  unconfined: 'Not confined',
  'unknown-context': 'Context unknown to the policy',
  'context-differs': 'Unexpected context',
  'stray-processes': 'Unconfined processes',
  'outside-processes': 'Categories used elsewhere',
  'selinux-disabled': 'SELinux is off',
  'permissive-host': 'Permissive host',
  'permissive-domain': 'Permissive domain',
  'base-module': 'Base module',
  'foreign-module': 'Other policy module',
  'lost-types': 'Missing types',
  'no-user-namespace': 'No user namespace',
  'overlapping-ids': 'Shared user ids',
  'dangerous-configuration': 'Insecure settings',
  'root-label': 'Root label',
  mislabelled: 'Wrong labels',
  'volume-labels': 'Labels on a volume',
  'unlisted-volume': 'Volume outside the list',
  'unbounded-cgroups': 'Cgroups without limits',
  'dontaudit-denials': 'Denials not logged (dontaudit)',
  'no-denial-log': 'Denials are not logged',
  'no-disk-limit': 'No disk limit',
  'open-port': 'Open port of the bridge',
  'known-vulnerabilities': 'Known kernel vulnerabilities',
  'loadable-modules': 'Loadable modules',
  'tmpfs-labels': 'Labels in memory',
  'open-path': 'Open path',
};

export const auditStepLabels: Readonly<Record<AuditStep, string>> = {
  host: 'Checking the host',
  configurations: 'Reading configurations',
  processes: 'Checking processes',
  mounts: 'Checking mounts and labels',
  pairs: 'Checking each pair of containers',
  paths: 'Checking access paths',
  labels: 'Checking file labels',
};
