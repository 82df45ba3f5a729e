// SPDX-License-Identifier: Apache-2.0
/** How a stage of the switch is shown. */

import type { SwitchStage } from '../../../contract/model/host/switch.ts';
import { t } from '../../lib/language/t.ts';

interface StageLabel {
  readonly label: string;
  readonly tone: 'good' | 'amber' | 'red' | 'info';
}

export const stageLabels: Readonly<Record<SwitchStage, StageLabel>> = {
  off: { label: t('without SELinux'), tone: 'red' },
  prepared: { label: t('prepared, before the reboot'), tone: 'info' },
  labelling: { label: t('permissive, files without labels'), tone: 'amber' },
  watching: { label: t('permissive, watching'), tone: 'amber' },
  trial: { label: t('trial of enforcing'), tone: 'info' },
  enforcing: { label: t('enforcing'), tone: 'good' },
  returning: { label: t('without SELinux from the next boot'), tone: 'amber' },
};
