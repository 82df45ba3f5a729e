// SPDX-License-Identifier: Apache-2.0
/** Operations on alerts and their rules. */

import * as z from 'zod';
import { alertChoiceSchema, alertRuleSchema, alertSchema, alertStateSchema } from '../model/alerts/alert.ts';
import { request, stream } from '../operation.ts';

const ofRule = z.strictObject({ rule: alertRuleSchema.shape.id });

export const alertOperations = {
  'alert.list': request({
    summary: 'Gives the rules by which the helper alerts, and the alerts that last or ended lately, newest first.',
    action: 'view-host',
    changes: false,
    params: z.strictObject({}),
    result: alertStateSchema,
    errors: [],
  }),
  'alert.watch': stream({
    summary:
      'Gives what alert.list gives, and again after each change; a reader that is slow gets the latest state only.',
    action: 'view-host',
    changes: false,
    params: z.strictObject({}),
    item: alertStateSchema,
    result: z.strictObject({}),
    errors: [],
  }),
  'alert.set-rule': request({
    summary:
      'Adds an alert rule, or changes one; the alerts of a rule that is changed end, and its time begins from the start.',
    action: 'manage-alerts',
    changes: true,
    params: z.strictObject({
      /** The rule to change; a new one is added when left out. */
      rule: alertRuleSchema.shape.id.optional(),
      choice: alertChoiceSchema,
    }),
    result: alertRuleSchema,
    errors: ['alert-rule-not-found', 'alert-rules-full', 'disk-full'],
  }),
  'alert.remove-rule': request({
    summary: 'Removes an alert rule, and ends its alerts.',
    action: 'manage-alerts',
    changes: true,
    params: ofRule,
    result: z.strictObject({}),
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
    params: ofRule.extend({
      seconds: z
        .number()
        .int()
        .min(0)
        .max(31 * 86_400),
    }),
    result: alertRuleSchema,
    errors: ['alert-rule-not-found', 'disk-full'],
  }),
  'alert.end': request({
    summary: 'Ends an alert. It comes again only after what it is about has been over in the meantime.',
    action: 'manage-alerts',
    changes: true,
    params: z.strictObject({ alert: alertSchema.shape.id }),
    result: alertSchema,
    errors: ['alert-not-found', 'disk-full'],
  }),
} as const;
