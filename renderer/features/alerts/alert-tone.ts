// SPDX-License-Identifier: Apache-2.0
/** How bad alerts are together. */

import type { Alert } from '../../../contract/model/alerts/alert.ts';
import { alertKindOf } from '../../../contract/model/alerts/alert-kinds.ts';

/** Gives the class of the number of alerts; empty without an alert. */
export function alertTone(alerts: readonly Alert[]): '' | 'alert-count warning' | 'alert-count critical' {
  if (alerts.length === 0) return '';
  const isSevere = alerts.some(({ kind }) => alertKindOf(kind).severity === 'critical');
  return isSevere ? 'alert-count critical' : 'alert-count warning';
}
