// SPDX-License-Identifier: Apache-2.0
/** Rules by which the helper alerts, and the alerts that came of them. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import type { SharedTableName } from '../../wording/alerts/describe-table-holder.ts';
import { containerNameSchema, timeSchema } from '../names.ts';
import { type AlertKindName, alertKindNames, alertKindOf } from './alert-kinds.ts';
import { alertTargetSchema } from './alert-target.ts';
import { tableHolderSchema } from '../host/table-holder.ts';
import { t } from '../../text.ts';

const idSchema = makeOnce(() => z.number().int().min(1));

/** The upper bound of rules on one host. */
export const maxAlertRules = 100;

const choiceSchema = makeOnce(() =>
  z.strictObject({
    kind: z.enum(alertKindNames),
    /** Null where the kind has none. */
    threshold: z.number().nullable(),
    /** Seconds that it has to last, or within which events are counted. */
    seconds: z.number().int().min(0),
    /** Names the containers that the rule watches; an empty list means all. Kinds that watch the host have none. */
    containers: z.array(containerNameSchema()).max(100),
    /** A rule that is off watches nothing. */
    isEnabled: z.boolean(),
  }),
);

/** What is chosen of a rule. */
export const alertChoiceSchema = makeOnce(() =>
  choiceSchema().superRefine((choice, context) => {
    const { threshold, seconds, of } = alertKindOf(choice.kind);
    const problem = (field: keyof typeof choice, message: string): void =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (threshold === null && choice.threshold !== null) problem('threshold', t('must be null: this kind has none'));
    if (threshold !== null && !isWithin(choice.threshold, threshold))
      problem('threshold', t('must be from {min} to {max}', { min: threshold.min, max: threshold.max }));
    if (!isWithin(choice.seconds, seconds))
      problem('seconds', t('must be from {min} to {max} seconds', { min: seconds.min, max: seconds.max }));
    if (of === 'host' && choice.containers.length > 0)
      problem('containers', t('must be empty: this kind watches the host'));
  }),
);
export type AlertChoice = z.infer<ReturnType<typeof alertChoiceSchema>>;

export const alertRuleSchema = makeOnce(() =>
  choiceSchema().extend({
    id: idSchema(),
    /**
     * Gives the time until which nobody is notified of the rule's alerts; null when it is not muted. They are recorded
     * all the same.
     */
    mutedUntil: timeSchema().nullable(),
  }),
);
export type AlertRule = z.infer<ReturnType<typeof alertRuleSchema>>;

export const alertSchema = makeOnce(() =>
  choiceSchema()
    .pick({ kind: true, threshold: true, seconds: true })
    .extend({
      id: idSchema(),
      rule: idSchema(),
      /** Names the container; null for the host. */
      container: z.string().nullable(),
      begunAt: timeSchema(),
      /** Null while it lasts. */
      endedAt: timeSchema().nullable(),
      /**
       * `condition`: what it is about is over. `person`: somebody ended it. `rule`: its rule was changed, switched off or
       * removed. `trial`: it was a trial of its rule, and about nothing. Null while it lasts.
       */
      endedBy: z.enum(['condition', 'person', 'rule', 'trial']).nullable(),
      /** What was measured when it began; null for a kind without a threshold, and for a trial. */
      value: z.number().nullable(),
      /**
       * Names the holder of most of a table that containers share, at the beginning of the alert; left out where it is
       * not known.
       */
      holder: tableHolderSchema().optional(),
    }),
);
export type Alert = z.infer<ReturnType<typeof alertSchema>>;

/** All rules, the alerts that are active or ended lately, newest first, and where alerts are sent. */
export const alertStateSchema = makeOnce(() =>
  z.strictObject({
    rules: z.array(alertRuleSchema()),
    alerts: z.array(alertSchema()),
    /** An older helper has none. */
    targets: z.array(alertTargetSchema()).default([]),
  }),
);
export type AlertState = z.infer<ReturnType<typeof alertStateSchema>>;

/** A rule of a kind as it is proposed. */
export function usualAlertChoice(kind: AlertKindName): AlertChoice {
  const { threshold, seconds } = alertKindOf(kind);
  return { kind, threshold: threshold?.usual ?? null, seconds: seconds.usual, containers: [], isEnabled: true };
}

/** The table that containers share which a kind watches. */
export function watchedTable(kind: AlertKindName): SharedTableName | undefined {
  if (kind === 'neighbour-table') return 'neighbours';
  return kind === 'connection-table' ? 'connections' : undefined;
}

/**
 * Says whether nobody is notified now of this rule's alerts, or nothing is sent to this target. `now` counts seconds
 * since the epoch.
 */
export function isMuted({ mutedUntil }: Pick<AlertRule, 'mutedUntil'>, now: number): boolean {
  return mutedUntil !== null && mutedUntil > now;
}

function isWithin(value: number | null, { min, max }: { readonly min: number; readonly max: number }): boolean {
  return value !== null && value >= min && value <= max;
}
