// SPDX-License-Identifier: Apache-2.0
/** A rule as it is typed, and what is wrong with it. */

import { type AlertChoice, alertChoiceSchema, usualAlertChoice } from '../../../contract/model/alerts/alert.ts';
import { type AlertKindName, alertKindOf } from '../../../contract/model/alerts/alert-kinds.ts';
import { formatSpan } from '../../../contract/wording/alerts/describe-alert.ts';
import { t } from '../../lib/language/t.ts';

export interface RuleDraft {
  readonly kind: AlertKindName;
  readonly threshold: string;
  /** Holds a number of the unit. */
  readonly span: string;
  readonly unit: string;
  readonly containers: readonly string[];
  readonly isEnabled: boolean;
}

export interface CheckedDraft {
  /** Undefined while something is wrong. */
  readonly choice: AlertChoice | undefined;
  readonly problems: { readonly threshold?: string; readonly seconds?: string };
}

export const spanUnits = [
  { unit: 's', label: t('seconds'), seconds: 1 },
  { unit: 'min', label: t('minutes'), seconds: 60 },
  { unit: 'h', label: t('hours'), seconds: 3600 },
] as const;

export function draftOfKind(kind: AlertKindName): RuleDraft {
  return draftOf(usualAlertChoice(kind));
}

export function draftOf({ kind, threshold, seconds, containers, isEnabled }: AlertChoice): RuleDraft {
  const unit = spanUnits.findLast((one) => seconds >= one.seconds && seconds % one.seconds === 0) ?? spanUnits[0];
  return {
    kind,
    threshold: threshold === null ? '' : String(threshold),
    span: String(seconds / unit.seconds),
    unit: unit.unit,
    containers,
    isEnabled,
  };
}

export function checkRuleDraft(draft: RuleDraft): CheckedDraft {
  const { threshold: bounds, seconds: spans, unit } = alertKindOf(draft.kind);
  const factor = spanUnits.find((one) => one.unit === draft.unit)?.seconds ?? 1;
  const parsed = alertChoiceSchema().safeParse({
    kind: draft.kind,
    threshold: bounds === null ? null : numberOf(draft.threshold),
    seconds: Math.round(numberOf(draft.span) * factor),
    containers: [...draft.containers],
    isEnabled: draft.isEnabled,
  });
  if (parsed.success) return { choice: parsed.data, problems: {} };
  const wrong = new Set(parsed.error.issues.map(({ path }) => path[0]));
  return {
    choice: undefined,
    problems: {
      ...(wrong.has('threshold') &&
        bounds !== null && {
          threshold: t('Enter a number from {min} to {max}{unit}.', { min: bounds.min, max: bounds.max, unit }),
        }),
      ...(wrong.has('seconds') && {
        seconds: t('Enter a time from {min} to {max}.', { min: formatSpan(spans.min), max: formatSpan(spans.max) }),
      }),
    },
  };
}

/** Reads a number; NaN for an empty field, or anything that is none. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'));
}
