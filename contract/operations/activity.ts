/** Operations on the activity log. */

import { z } from 'zod';
import { activitySchema } from '../model/activity.ts';
import { stream } from '../operation.ts';

export const activityOperations = {
  'activity.watch': stream({
    summary: 'Gives the latest entries of the activity log, newest last, then each entry that begins or ends.',
    action: 'view-activity',
    changes: false,
    params: z.strictObject({
      /** Entries in the snapshot at most. */
      latest: z.number().int().min(0).max(1000).default(200),
    }),
    item: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('snapshot'), entries: z.array(activitySchema) }),
      z.strictObject({ type: z.literal('changed'), entry: activitySchema }),
    ]),
    result: z.strictObject({}),
    errors: [],
  }),
} as const;
