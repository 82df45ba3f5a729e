/** One line of the activity log: who did what, to what, with which result. */

import { z } from 'zod';
import { timeSchema } from './names.ts';

export const activitySchema = z.strictObject({
  id: z.number().int(),
  begunAt: timeSchema,
  /** Null while it still goes on. */
  endedAt: timeSchema.nullable(),
  /** The operation, for example `container.start`. */
  operation: z.string(),
  /** What it was about: a container's name mostly. */
  subject: z.string().nullable(),
  /** The asker, as the kernel identified the connection. */
  uid: z.number().int(),
  user: z.string(),
  outcome: z.enum(['running', 'done', 'failed', 'refused', 'cancelled', 'interrupted']),
  /** The failure's words, or what changed. */
  detail: z.string().nullable(),
});
export type Activity = z.infer<typeof activitySchema>;
