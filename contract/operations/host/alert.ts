// SPDX-License-Identifier: Apache-2.0
/** Operations on alerts and their rules. */

import * as z from 'zod';
import { alertChoiceSchema, alertRuleSchema, alertSchema, alertStateSchema } from '../../model/alerts/alert.ts';
import { alertTargetChoiceSchema, alertTargetSchema } from '../../model/alerts/alert-target.ts';
import { makeOnce } from '../../make-once.ts';
import { request, stream } from '../../operation.ts';

const ofRule = makeOnce(() => z.strictObject({ rule: alertRuleSchema().shape.id }));
const ofTarget = makeOnce(() => z.strictObject({ target: alertTargetSchema().shape.id }));
const muteSecondsSchema = makeOnce(() =>
  z
    .number()
    .int()
    .min(0)
    .max(31 * 86_400),
);

export const alertOperations = {
  'alert.list': request({
    summary:
      'Gives the rules by which the helper alerts, the alerts that are active or ended lately, newest first, ' +
      'and the targets to which alerts are sent.',
    action: 'view-host',
    changes: false,
    params: () => z.strictObject({}),
    result: alertStateSchema,
    errors: [],
  }),
  'alert.watch': stream({
    summary:
      'Gives what alert.list gives, and again after each change; a reader that is slow gets the latest state only.',
    action: 'view-host',
    changes: false,
    params: () => z.strictObject({}),
    item: alertStateSchema,
    result: () => z.strictObject({}),
    errors: [],
  }),
  'alert.set-rule': request({
    summary:
      'Adds an alert rule, or changes one; the alerts of a rule that is changed end, and its time begins from the start.',
    action: 'manage-alerts',
    changes: true,
    params: () =>
      z.strictObject({
        /** The rule to change; a new one is added when left out. */
        rule: alertRuleSchema().shape.id.optional(),
        choice: alertChoiceSchema(),
      }),
    result: alertRuleSchema,
    errors: ['alert-rule-not-found', 'alert-rules-full', 'disk-full'],
  }),
  'alert.remove-rule': request({
    summary: 'Removes an alert rule, and ends its alerts.',
    action: 'manage-alerts',
    changes: true,
    params: ofRule,
    result: () => z.strictObject({}),
    errors: ['alert-rule-not-found', 'disk-full'],
  }),
  'alert.try-rule': request({
    summary: 'Makes an alert as this rule would, which says that it is a trial and ends at once.',
    action: 'manage-alerts',
    changes: true,
    params: ofRule,
    result: alertSchema,
    errors: ['alert-rule-not-found', 'disk-full'],
  }),
  'alert.mute-rule': request({
    summary: 'Notifies nobody of the alerts of a rule for a time; they are recorded all the same. 0 seconds end that.',
    action: 'manage-alerts',
    changes: true,
    params: () => ofRule().extend({ seconds: muteSecondsSchema() }),
    result: alertRuleSchema,
    errors: ['alert-rule-not-found', 'disk-full'],
  }),
  'alert.end': request({
    summary: 'Ends an alert. It comes again only after what it is about has been over in the meantime.',
    action: 'manage-alerts',
    changes: true,
    params: () => z.strictObject({ alert: alertSchema().shape.id }),
    result: alertSchema,
    errors: ['alert-not-found', 'disk-full'],
  }),
  'alert.set-target': request({
    summary:
      'Adds a target to which alerts are sent by mail or to a webhook, or changes one. The address of a ' +
      'webhook and its secret are written and never read back.',
    action: 'manage-alerts',
    changes: true,
    params: () =>
      z.strictObject({
        /** The target to change; a new one is added when left out. */
        target: alertTargetSchema().shape.id.optional(),
        choice: alertTargetChoiceSchema(),
      }),
    result: alertTargetSchema,
    errors: ['alert-target-not-found', 'alert-targets-full', 'alert-target-incomplete', 'disk-full'],
  }),
  'alert.remove-target': request({
    summary: 'Removes a target of alerts, with what waits to be sent to it.',
    action: 'manage-alerts',
    changes: true,
    params: ofTarget,
    result: () => z.strictObject({}),
    errors: ['alert-target-not-found', 'disk-full'],
  }),
  'alert.try-target': request({
    summary: 'Sends a test to a target at once, also to one that is off or muted, and answers when it was taken.',
    action: 'manage-alerts',
    changes: true,
    params: ofTarget,
    result: alertTargetSchema,
    errors: ['alert-target-not-found', 'alert-not-sent', 'disk-full'],
  }),
  'alert.mute-target': request({
    summary: 'Sends nothing to a target for a time; alerts of that time are not sent later. 0 seconds end that.',
    action: 'manage-alerts',
    changes: true,
    params: () => ofTarget().extend({ seconds: muteSecondsSchema() }),
    result: alertTargetSchema,
    errors: ['alert-target-not-found', 'disk-full'],
  }),
} as const;
