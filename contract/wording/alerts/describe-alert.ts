// SPDX-License-Identifier: Apache-2.0
/** What window, command line, notifications and activity log say of an alert and of a rule. */

import { describeTableHolder } from './describe-table-holder.ts';
import { type Alert, type AlertChoice, watchedTable } from '../../model/alerts/alert.ts';
import { alertKindOf } from '../../model/alerts/alert-kinds.ts';
import { numberText, t, textOf } from '../../text.ts';

/**
 * Describes the alert in one sentence without its stop. The name of a container is data: it is escaped where it is
 * shown.
 */
export function describeAlert(
  alert: Pick<Alert, 'kind' | 'container' | 'value' | 'threshold' | 'seconds' | 'endedBy' | 'holder'>,
): string {
  const { sentence, of } = alertKindOf(alert.kind);
  const what = sentence(alert.container ?? (of === 'host' ? t('The host') : t('A container')));
  const alerted = withHolder(withCondition(what, alert), alert);
  return alert.endedBy === 'trial' ? t('Trial, not measured: {alerted}', { alerted }) : alerted;
}

/** What a rule waits for: "at or above 90 % for 5 min". Empty when any occurrence is enough. */
export function describeCondition(rule: Pick<AlertChoice, 'kind' | 'threshold' | 'seconds'>): string {
  const { measure, unit } = alertKindOf(rule.kind);
  const span = formatSpan(rule.seconds);
  if (measure === 'count') return t('{count} or more in {span}', { count: rule.threshold ?? 1, span });
  if (measure === 'state') return rule.seconds === 0 ? t('at once') : t('for {span}', { span });
  const level = `${numberText(rule.threshold ?? 0)}${unit}`;
  return rule.seconds === 0
    ? t('at or above {level} at once', { level })
    : t('at or above {level} for {span}', { level, span });
}

/** `90 s`, `5 min`, `1.5 h`, `1 day`. */
export function formatSpan(seconds: number): string {
  if (seconds < 120 && seconds % 60 !== 0) return `${seconds} s`;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 7200 && seconds !== 3600) return t('{minutes} min', { minutes: numberText(seconds / 60) });
  if (seconds < 86_400) return `${numberText(seconds / 3600)} h`;
  return seconds === 86_400 ? t('1 day') : t('{days} days', { days: numberText(seconds / 86_400) });
}

function withHolder(alerted: string, { kind, holder }: Pick<Alert, 'kind' | 'holder'>): string {
  const table = watchedTable(kind);
  if (holder === undefined || table === undefined) return alerted;
  return t('{alerted}; most of it is held by {holder}', {
    alerted,
    holder: textOf(describeTableHolder(holder, table)),
  });
}

/** The sentence of a kind, with what was measured and what the rule waited for. */
function withCondition(
  what: string,
  { kind, value, threshold, seconds }: Pick<Alert, 'kind' | 'value' | 'threshold' | 'seconds'>,
): string {
  const { measure, unit } = alertKindOf(kind);
  const span = formatSpan(seconds);
  if (measure === 'state') return seconds === 0 ? what : t('{what} for {span}', { what, span });
  const condition = describeCondition({ kind, threshold, seconds });
  if (measure === 'count')
    return value === null ? `${what}: ${condition}` : t('{what}: {count} in {span}', { what, count: value, span });
  const measured = value === null ? '' : `: ${numberText(value)}${unit}`;
  return `${what}${measured} (${condition})`;
}
