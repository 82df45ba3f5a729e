// SPDX-License-Identifier: Apache-2.0
/** Shows the verdict on the health of a container. */

import type { HealthSummary } from '../../../contract/wording/describe-health.ts';
import { healthLabels } from './health-labels.ts';
import { t } from '../../lib/language/t.ts';

export function HealthBadge({ summary: { verdict, problems } }: { readonly summary: HealthSummary }) {
  const { label, tone } = healthLabels[verdict];
  const words = problems.join(', ');
  return (
    <span className={`badge ${tone}`} title={words === '' ? t('Nothing is wrong or due, as far as is known.') : words}>
      {label}
      {words !== '' && <span className="visually-hidden">{`: ${words}`}</span>}
    </span>
  );
}
