// SPDX-License-Identifier: Apache-2.0
/**
 * The words for a drill's outcomes, layers, classes and steps: the same in the window, in a terminal and in the report.
 */

import type {
  DrillCell,
  DrillClass,
  DrillContainerStep,
  DrillLayer,
  DrillStep,
  DrillSurfaceCell,
} from './model/drill.ts';

export const drillLayerLabels: Readonly<Record<DrillLayer, string>> = {
  selinux: 'SELinux',
  'user-namespace': 'user namespace',
  namespaces: 'other namespaces',
  capabilities: 'dropped capabilities',
  seccomp: 'seccomp',
  mounts: 'read-only mounts',
  cgroup: 'cgroup limits',
  quota: 'disk limit',
  kernel: "kernel's check",
  runtime: 'LXC, helper',
};

export const drillClassLabels: Readonly<Record<DrillClass, string>> = {
  web: "The paper's request",
  files: 'Files',
  processes: 'Processes',
  ipc: 'Communication',
  sockets: 'Families of sockets',
  kernel: 'Kernel',
  mounts: 'Mounts and pages',
  selinux: 'SELinux itself',
  network: 'Network',
  start: 'Start and attach',
  resources: 'Resources',
};

export const drillOutcomeLabels: Readonly<Record<DrillCell['outcome'], string>> = {
  breached: 'breached',
  blocked: 'blocked',
  'not-run': 'not shown',
};

export const drillSurfaceLabels: Readonly<Record<DrillSurfaceCell['outcome'], string>> = {
  open: 'open',
  closed: 'closed',
  'not-run': 'not shown',
};

export const drillStepLabels: Readonly<Record<DrillStep, string>> = {
  check: 'looking at the host',
  create: 'making two throw-away containers',
  'linked-start': 'starting one whose mount points are links out of it',
  plant: 'planting secrets in one and the vulnerable page in the other',
  'with-selinux': 'attacking with SELinux up',
  'shared-namespaces': 'attacking with shared namespaces',
  'without-seccomp': 'attacking without seccomp',
  'without-capability-bounds': 'attacking with all capabilities',
  'make-permissive': 'taking SELinux down for the attacker only',
  'without-selinux': 'attacking with SELinux down',
  'without-selinux-shared': 'attacking with SELinux down and shared namespaces',
  report: 'removing both containers and writing the report',
};

export const drillContainerStepLabels: Readonly<Record<DrillContainerStep, string>> = {
  check: 'looking at the host and the container',
  create: 'making a throw-away container',
  'attack-it': 'attacking the container from the throw-away one',
  'attack-from-it': 'attacking the host from inside the container',
  report: 'removing the throw-away container and writing the report',
};
