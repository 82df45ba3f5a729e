/** One line of the activity log: who did what, to what, with which result. */

import { z } from 'zod';
import { changeSchema } from './change.ts';
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
  /** What it changed of policy or labels, and whether that was taken back; null when it changed none. */
  change: changeSchema.nullable(),
});
export type Activity = z.infer<typeof activitySchema>;
