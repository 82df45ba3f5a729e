/** Findings of an audit, as the window names them. */

import type { FindingKind, Severity } from '../../../../contract/model/wall-finding.ts';
import type { AuditStep } from '../../../../contract/operations/wall.ts';

export const severityLabels: Readonly<
  Record<Severity, { readonly label: string; readonly tone: 'red' | 'amber' | 'info'; readonly meaning: string }>
> = {
  broken: { label: 'No wall', tone: 'red', meaning: 'A wall is not there.' },
  weak: { label: 'Weak', tone: 'amber', meaning: 'The wall stands, and something in it or behind it is open.' },
  notice: { label: 'Notice', tone: 'info', meaning: 'The wall stands; this is worth knowing.' },
};

export const findingTitles: Readonly<Record<FindingKind, string>> = {
  'shared-categories': 'Shared categories',
  'no-context': 'No SELinux context',
  unconfined: 'Not confined',
  'unknown-context': 'Context unknown to the policy',
  'context-differs': 'Another context than configured',
  'stray-processes': 'Stray processes',
  'outside-processes': 'Categories held outside',
  'selinux-disabled': 'SELinux is off',
  'permissive-host': 'Permissive host',
  'permissive-domain': 'Permissive domain',
  'base-module': 'Base module',
  'no-user-namespace': 'No user namespace',
  'overlapping-ids': 'Shared user ids',
  'dangerous-configuration': 'Open settings',
  'root-label': 'Label of the root',
  mislabelled: 'Wrong labels',
  'volume-labels': 'Labels on a volume',
  'unlisted-volume': 'Volume outside the list',
  'unbounded-cgroups': 'Unbounded cgroups',
  'hidden-denials': 'Hidden denials',
  'no-denial-log': 'No log of denials',
  'no-disk-limit': 'No disk limit',
  'open-port': 'Open port of the bridge',
  'known-holes': 'Known holes of the kernel',
  'open-modules': 'Modules that can be loaded',
  'tmpfs-labels': 'Labels in memory',
  'open-path': 'Open path',
};

export const auditStepLabels: Readonly<Record<AuditStep, string>> = {
  host: 'Asking the host',
  configurations: 'Reading configurations',
  processes: 'Looking at every process',
  mounts: 'Looking at mounts and labels',
  walls: 'Asking the kernel about each pair',
  paths: 'Looking at the ways in',
  labels: 'Comparing labels of files',
};
