// SPDX-License-Identifier: Apache-2.0
/** What an administrator can do about a fact of the host. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { wordsSchema } from '../words.ts';

/** Describes a fix that an administrator makes on the host with exactly these commands. `summary` says what they do. */
export const commandsFixSchema = makeOnce(() =>
  z.strictObject({
    by: z.literal('commands'),
    summary: wordsSchema(),
    commands: z.array(z.string()),
  }),
);
export type CommandsFix = z.input<ReturnType<typeof commandsFixSchema>>;

/** Describes a fix that needs the decision of a person. */
export const adviceFixSchema = makeOnce(() => z.strictObject({ by: z.literal('advice'), summary: wordsSchema() }));
export type AdviceFix = z.input<ReturnType<typeof adviceFixSchema>>;
