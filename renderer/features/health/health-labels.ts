// SPDX-License-Identifier: Apache-2.0
/** The verdicts on the health of a container, as the window names them. */

import type { HealthVerdict } from '../../../contract/wording/describe-health.ts';
import { t } from '../../lib/language/t.ts';

export const healthLabels: Readonly<
  Record<HealthVerdict, { readonly label: string; readonly tone: 'good' | 'amber' | 'red' | 'plain' }>
> = {
  ok: { label: 'OK', tone: 'good' },
  attention: { label: t('Attention'), tone: 'amber' },
  failing: { label: t('Failing'), tone: 'red' },
  unknown: { label: t('Unknown'), tone: 'plain' },
};
