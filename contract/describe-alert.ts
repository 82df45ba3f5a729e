// SPDX-License-Identifier: Apache-2.0
/** What window, command line, notifications and activity log say of an alert and of a rule. */

import type { Alert, AlertChoice } from './model/alerts/alert.ts';
import { alertKindOf } from './model/alerts/alert-kinds.ts';
import { t } from './text.ts';

/** One sentence without its stop. The name of a container is data: it is escaped where it is shown. */
export function describeAlert(
  alert: Pick<Alert, 'kind' | 'container' | 'value' | 'threshold' | 'seconds' | 'endedBy'>,
): string {
  const { what, of } = alertKindOf(alert.kind);
  const who = alert.container ?? (of === 'host' ? t('The host') : 'A container');
  const trial = alert.endedBy === 'trial' ? t('Trial, not measured: ') : '';
  return `${trial}${who} ${what}${conditionOf(alert, alert.value)}`;
}

/** What a rule waits for: "at or above 90 % for 5 min". Empty when any occurrence is enough. */
export function describeCondition(rule: Pick<AlertChoice, 'kind' | 'threshold' | 'seconds'>): string {
  const { measure, unit } = alertKindOf(rule.kind);
  const span = formatSpan(rule.seconds);
  if (measure === 'count') return `${rule.threshold ?? 1} or more in ${span}`;
  const lasting = rule.seconds === 0 ? t('at once') : t('for {span}', { span });
  return measure === 'state' ? lasting : `at or above ${rule.threshold ?? 0}${unit} ${lasting}`;
}

/** `90 s`, `5 min`, `1.5 h`, `1 day`. */
export function formatSpan(seconds: number): string {
  if (seconds < 120 && seconds % 60 !== 0) return `${seconds} s`;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 7200 && seconds !== 3600) return `${shortened(seconds / 60)} min`;
  if (seconds < 86_400) return `${shortened(seconds / 3600)} h`;
  return seconds === 86_400 ? '1 day' : `${shortened(seconds / 86_400)} days`;
}

function conditionOf(
  { kind, threshold, seconds }: Pick<Alert, 'kind' | 'threshold' | 'seconds'>,
  value: number | null,
): string {
  const { measure, unit } = alertKindOf(kind);
  if (measure === 'count')
    return `: ${value === null ? describeCondition({ kind, threshold, seconds }) : `${value} in ${formatSpan(seconds)}`}`;
  if (measure === 'state') return seconds === 0 ? '' : t(' for {seconds}', { seconds: formatSpan(seconds) });
  const measured = value === null ? '' : `: ${shortened(value)}${unit}`;
  return `${measured} (${describeCondition({ kind, threshold, seconds })})`;
}

function shortened(value: number): string {
  return String(Math.round(value * 10) / 10);
}
