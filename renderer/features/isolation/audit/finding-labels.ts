// SPDX-License-Identifier: Apache-2.0
/** Findings of an audit, as the window names them. */

import type { FindingKind, Severity } from '../../../../contract/model/isolation-finding.ts';
import type { AuditStep } from '../../../../contract/operations/policy/isolation.ts';
import { t } from '../../../lib/language/t.ts';

export const severityLabels: Readonly<
  Record<Severity, { readonly label: string; readonly tone: 'red' | 'amber' | 'info'; readonly meaning: string }>
> = {
  broken: { label: t('Not isolated'), tone: 'red', meaning: t('Isolation is missing.') },
  weak: { label: t('Weak'), tone: 'amber', meaning: t('Isolation works, but something weakens it.') },
  notice: { label: t('Notice'), tone: 'info', meaning: t('Isolation works. This is worth knowing.') },
};

export const findingTitles: Readonly<Record<FindingKind, string>> = {
  'shared-categories': t('Shared categories'),
  'no-context': t('No SELinux context'),
  unconfined: t('Not confined'),
  'unknown-context': t('Context unknown to the policy'),
  'context-differs': t('Unexpected context'),
  'stray-processes': t('Unconfined processes'),
  'outside-processes': t('Categories used elsewhere'),
  'selinux-disabled': t('SELinux is off'),
  'permissive-host': t('Permissive host'),
  'permissive-domain': t('Permissive domain'),
  'base-module': t('Base module'),
  'foreign-module': t('Other policy module'),
  'lost-types': t('Missing types'),
  'no-user-namespace': t('No user namespace'),
  'overlapping-ids': t('Shared user ids'),
  'dangerous-configuration': t('Insecure settings'),
  'root-label': t('Root label'),
  mislabelled: t('Wrong labels'),
  'volume-labels': t('Labels on a volume'),
  'unlisted-volume': t('Volume outside the list'),
  'unbounded-cgroups': t('Cgroups without limits'),
  'dontaudit-denials': t('Denials not logged (dontaudit)'),
  'no-denial-log': t('Denials are not logged'),
  'no-disk-limit': t('No disk limit'),
  'open-port': t('Open port of the bridge'),
  'known-vulnerabilities': t('Known kernel vulnerabilities'),
  'loadable-modules': t('Loadable modules'),
  'tmpfs-labels': t('Labels in memory'),
  'open-path': t('Open path'),
};

export const auditStepLabels: Readonly<Record<AuditStep, string>> = {
  host: t('Checking the host'),
  configurations: t('Reading configurations'),
  processes: t('Checking processes'),
  mounts: t('Checking mounts and labels'),
  pairs: t('Checking each pair of containers'),
  paths: t('Checking access paths'),
  labels: t('Checking file labels'),
};
