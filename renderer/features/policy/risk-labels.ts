// SPDX-License-Identifier: Apache-2.0
/** How a risk is shown: its words and its tone. Only what is known to be harmless is green. */

import type { RiskLevel } from '../../../contract/model/denials/explanation.ts';
import { t } from '../../lib/language/t.ts';

export interface RiskLabel {
  readonly label: string;
  readonly tone: 'good' | 'amber' | 'red';
}

export const riskLabels: Readonly<Record<RiskLevel, RiskLabel>> = {
  low: { label: t('low risk'), tone: 'good' },
  unknown: { label: t('unknown risk'), tone: 'amber' },
  medium: { label: t('medium risk'), tone: 'amber' },
  high: { label: t('high risk'), tone: 'red' },
};
