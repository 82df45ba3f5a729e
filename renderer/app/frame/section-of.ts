// SPDX-License-Identifier: Apache-2.0
/** Names of the window's sections, as the top bar shows them. */

import { t } from '../../lib/language/t.ts';
import type { Route } from '../../lib/route.ts';

const titles = {
  overview: t('Overview'),
  hosts: t('All hosts'),
  containers: t('Containers'),
  container: t('Containers'),
  compare: t('Containers'),
  workspace: t('Workspace'),
  images: t('Images'),
  networks: t('Networks'),
  cluster: t('Cluster'),
  denials: t('Denials'),
  isolation: t('Isolation'),
  'getting-started': t('Getting started'),
  'host-check': t('Host check'),
  selinux: t('SELinux of this host'),
  alerts: t('Alerts'),
  access: t('Access'),
  'control-groups': t('Control groups'),
  settings: t('Settings'),
  activity: t('Activity'),
  policy: t('Policy'),
  'local-changes': t('Policy'),
} as const;

export function sectionOf(route: Route): string {
  return titles[route.page];
}
