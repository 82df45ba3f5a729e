// SPDX-License-Identifier: Apache-2.0
/** What the tabs of a container's page are called. */

import type { ContainerTab } from '../../lib/route.ts';
import { t } from '../../lib/language/t.ts';

export const tabLabels: Readonly<Record<ContainerTab, string>> = {
  overview: t('Overview'),
  terminal: t('Terminal'),
  logs: t('Logs'),
  processes: t('Processes'),
  denials: t('Denials'),
  security: t('Security'),
  network: t('Network'),
  files: t('Files'),
  snapshots: t('Snapshots'),
  configuration: t('Configuration'),
};
