/** What the loaded policy answers to a question that somebody asks before anything happens. */

import { z } from 'zod';
import { evidenceSchema } from './explanation.ts';

/** May this source do this to this target? */
export const policyAnswerSchema = z.strictObject({
  isAllowed: z.boolean(),
  /** Permissions that are refused, because no rule grants them or a constraint takes them away. */
  refused: z.array(z.string()),
  /** The rules that grant, the constraints that refuse, and what is missing. */
  evidence: z.array(evidenceSchema),
});

export type PolicyAnswer = z.infer<typeof policyAnswerSchema>;
