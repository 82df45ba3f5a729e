// SPDX-License-Identifier: Apache-2.0
/** Operations on the activity log. */

import * as z from 'zod';
import { managedFailures, policyFailures } from '../../errors.ts';
import { activitySchema } from '../../model/activity.ts';
import { changeProgressSchema, changeSchema } from '../../model/policy/change.ts';
import { stream } from '../../operation.ts';

export const activityOperations = {
  'activity.watch': stream({
    summary: 'Gives the latest entries of the activity log, newest last, then each entry that begins or ends.',
    action: 'view-activity',
    changes: false,
    params: () =>
      z.strictObject({
        /** Entries in the snapshot at most. */
        latest: z.number().int().min(0).max(1000).default(200),
      }),
    item: () =>
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('snapshot'), entries: z.array(activitySchema()) }),
        z.strictObject({ type: z.literal('changed'), entry: activitySchema() }),
      ]),
    result: () => z.strictObject({}),
    errors: [],
  }),
  'activity.undo': stream({
    summary:
      'Undoes the change of policy, labels, volumes, limits, tags, settings, ports, links or roles that an entry of ' +
      'the activity log records: what was there before is there again, exactly, unless ' +
      'somebody has changed it since.',
    action: 'change-policy',
    changes: true,
    runsOnFullDisk: true,
    params: () => z.strictObject({ id: z.number().int().min(1) }),
    item: changeProgressSchema,
    result: changeSchema,
    errors: [
      'change-not-found',
      'change-not-undoable',
      'policy-rejected',
      ...policyFailures,
      'container-busy',
      'container-failed',
      'limit-not-possible',
      'too-many-tags',
      'too-many-variables',
      'port-not-allowed',
      'address-not-allowed',
      'egress-not-allowed',
      'port-not-published',
      'link-not-allowed',
      'link-not-found',
      'network-unavailable',
      'change-failed',
      'disk-full',
      ...managedFailures,
      'container-running',
      'volume-not-allowed',
      'image-not-found',
      'roles-lock-out',
    ],
  }),
} as const;
