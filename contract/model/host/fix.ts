// SPDX-License-Identifier: Apache-2.0
/** What an administrator can do about a fact of the host. */

import * as z from 'zod';
import { wordsSchema } from '../words.ts';

/** By an administrator on the host, with exactly these commands; `summary` says what they do. */
export const commandsFixSchema = z.strictObject({
  by: z.literal('commands'),
  summary: wordsSchema,
  commands: z.array(z.string()),
});
export type CommandsFix = z.input<typeof commandsFixSchema>;

/** Only by the decision of a person. */
export const adviceFixSchema = z.strictObject({ by: z.literal('advice'), summary: wordsSchema });
export type AdviceFix = z.input<typeof adviceFixSchema>;
