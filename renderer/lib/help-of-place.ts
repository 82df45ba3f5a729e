// SPDX-License-Identifier: Apache-2.0
/**
 * Says which section of the guide is about which place of the window: the one list. Addresses are relative to `docs/`.
 */

import type { PlaceName } from './route.ts';

export const helpOfPlace: Readonly<Record<PlaceName, string>> = {
  overview: 'guide/window.md#the-overview',
  'getting-started': 'guide/start.md#in-the-window',
  'host-check': 'guide/doctor.md',
  selinux: 'guide/switch.md',
  alerts: 'guide/alerts.md',
  networks: 'guide/networks.md',
  cluster: 'guide/incus.md#members-of-the-cluster',
  settings: 'guide/window.md#settings',
  hosts: 'guide/hosts.md',
  containers: 'guide/containers.md',
  workspace: 'guide/terminals.md#the-workspace',
  images: 'guide/images.md',
  denials: 'guide/denials.md',
  activity: 'guide/activity.md',
  access: 'guide/access.md',
  'control-groups': 'guide/processes.md#control-groups',
  'local-changes': 'guide/policy.md#local-changes-of-the-host',
  'container/overview': 'guide/window.md#the-page-of-a-container',
  'container/terminal': 'guide/terminals.md',
  'container/logs': 'guide/logs.md',
  'container/processes': 'guide/processes.md',
  'container/denials': 'guide/denials.md',
  'container/security': 'guide/window.md#security',
  'container/network': 'guide/networks.md#published-ports',
  'container/files': 'guide/files.md',
  'container/snapshots': 'guide/snapshots.md',
  'container/configuration': 'guide/window.md#configuration',
  compare: 'guide/graphs.md#several-containers',
  policy: 'guide/policy.md#its-module',
  'isolation/proof': 'concepts.md#what-is-proven-and-what-is-not',
  'isolation/audit': 'guide/isolation.md',
  'isolation/drill': 'guide/drill.md',
  'isolation/benchmark': 'guide/benchmark.md',
};
