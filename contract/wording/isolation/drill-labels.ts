// SPDX-License-Identifier: Apache-2.0
/**
 * The words for a drill's outcomes, layers, classes and steps: the same in the window, in a terminal and in the report.
 */

import type {
  DrillCell,
  DrillChange,
  DrillClass,
  DrillContainerStep,
  DrillLayer,
  DrillMembersStep,
  DrillReport,
  DrillStep,
  DrillSurfaceCell,
} from '../../model/drill.ts';
import { t } from '../../text.ts';

export const drillLayerLabels: Readonly<Record<DrillLayer, string>> = {
  selinux: 'SELinux',
  'user-namespace': t('user namespace'),
  namespaces: t('other namespaces'),
  capabilities: t('dropped capabilities'),
  seccomp: 'seccomp',
  mounts: t('read-only mounts'),
  cgroup: t('cgroup limits'),
  quota: t('disk limit'),
  kernel: t("kernel's check"),
  runtime: t('LXC, helper'),
};

export const drillClassLabels: Readonly<Record<DrillClass, string>> = {
  web: t("The paper's request"),
  files: t('Files'),
  processes: t('Processes'),
  ipc: t('Communication'),
  sockets: t('Families of sockets'),
  kernel: t('Kernel'),
  mounts: t('Mounts and pages'),
  selinux: t('SELinux itself'),
  network: t('Network'),
  start: t('Start and attach'),
  resources: t('Resources'),
};

export const drillOutcomeLabels: Readonly<Record<DrillCell['outcome'], string>> = {
  breached: t('breached'),
  blocked: t('blocked'),
  'not-run': t('unproven'),
};

/** Names what is different of a probe between two runs; `differs`: the verdict is the same, and what led to it is not. */
export const drillChangeLabels: Readonly<Record<DrillChange['kind'] | 'differs', string>> = {
  'new-hole': t('no longer blocked'),
  closed: t('closed'),
  added: t('new probe'),
  gone: t('probe removed'),
  differs: t('other layers'),
};

/** Names what a report says of its host. */
export const drillHostLabels: Readonly<Record<keyof DrillReport['host'], string>> = {
  name: t('Host'),
  kernel: t('Kernel'),
  lxc: 'LXC',
  selinux: 'SELinux',
  policy: t('Policy'),
  policySha256: t('SHA-256 of the policy'),
  helper: t('Helper'),
};

/** Names the verdict on a probe for which the kernel has nothing that could be tried. */
export const notApplicable = t('not applicable');

/** Names the outcome of one attempt; of one that the kernel has nothing for, that it is not applicable. */
export function drillCellLabel({ outcome, isAbsent }: Pick<DrillCell, 'outcome' | 'isAbsent'>): string {
  return isAbsent === true ? notApplicable : drillOutcomeLabels[outcome];
}

export const drillSurfaceLabels: Readonly<Record<DrillSurfaceCell['outcome'], string>> = {
  open: t('open'),
  closed: t('closed'),
  'not-run': t('unproven'),
};

export const drillStepLabels: Readonly<Record<DrillStep, string>> = {
  check: t('looking at the host'),
  create: t('making two throw-away containers'),
  'linked-start': t('testing symlinked mount points'),
  plant: t('planting secrets in one and the vulnerable page in the other'),
  'with-selinux': t('attacking with SELinux on'),
  'shared-namespaces': t('attacking with shared namespaces'),
  'without-seccomp': t('attacking without seccomp'),
  'without-capability-bounds': t('attacking with all capabilities'),
  'make-permissive': t('switching SELinux off for the attacker only'),
  'without-selinux': t('attacking with SELinux off'),
  'without-selinux-shared': t('attacking with SELinux off and shared namespaces'),
  report: t('removing both containers and writing the report'),
};

export const drillContainerStepLabels: Readonly<Record<DrillContainerStep, string>> = {
  check: t('looking at the host and the container'),
  create: t('making a throw-away container'),
  'attack-it': t('attacking the container from the throw-away one'),
  'attack-from-it': t('attacking the host from inside the container'),
  report: t('removing the throw-away container and writing the report'),
};

export const drillMembersStepLabels: Readonly<Record<DrillMembersStep, string>> = {
  check: t('looking at the members of the cluster'),
  create: t('having Incus create two throw-away containers'),
  plant: t('planting secrets in the victim'),
  'attack-here': t('attacking with both on this member'),
  move: t('moving the victim to the other member'),
  'attack-there': t('attacking with the victim on the other member'),
  report: t('removing both containers and writing the report'),
};

/** Says where the victim was in a drill across members: beside the attacker, or on the other member. */
export const drillPlaceLabels = { with: t('On one member'), elsewhere: t('On two members') } as const;
