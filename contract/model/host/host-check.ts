// SPDX-License-Identifier: Apache-2.0
/** What a host needs for containers to be created, isolated and watched: one check for each prerequisite. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { adviceFixSchema, commandsFixSchema } from './fix.ts';
import { wordsSchema } from '../words.ts';

/**
 * `ok`: as it has to be. `warn`: containers work, and something is missing, old, or cannot be known. `fail`: containers
 * cannot be created, started or isolated.
 */
export const checkStateSchema = makeOnce(() => z.enum(['ok', 'warn', 'fail']));
export type CheckState = z.infer<ReturnType<typeof checkStateSchema>>;

/** Accepts any id, so that an older console shows the checks of a newer helper. */
const checkIdSchema = makeOnce(() => z.string().regex(/^[a-z][a-z0-9-]{0,63}$/));

/** The checks that the helper itself can fix, by `doctor.fix`. */
export const fixableCheckSchema = makeOnce(() => z.enum(['bridge', 'audit-log']));
export type FixableCheck = z.infer<ReturnType<typeof fixableCheckSchema>>;

const checkFixSchema = makeOnce(() =>
  z.discriminatedUnion('by', [
    /** This fix is made by the helper, with `doctor.fix` and this check. */
    z.strictObject({ by: z.literal('helper'), check: fixableCheckSchema(), summary: wordsSchema() }),
    commandsFixSchema(),
    adviceFixSchema(),
  ]),
);
export type CheckFix = z.infer<ReturnType<typeof checkFixSchema>>;
/** Describes a fix as the helper gives it: its words are not text yet. */
export type GivenCheckFix = z.input<ReturnType<typeof checkFixSchema>>;

export const hostCheckSchema = makeOnce(() =>
  z.strictObject({
    id: checkIdSchema(),
    state: checkStateSchema(),
    /** A few words: what is checked. */
    title: wordsSchema(),
    /** Says in one to three sentences what was found, and what it means. */
    message: wordsSchema(),
    /** What corrects it; null exactly when the state is `ok`. */
    fix: checkFixSchema().nullable(),
  }),
);
export type HostCheck = z.infer<ReturnType<typeof hostCheckSchema>>;
export type GivenHostCheck = z.input<ReturnType<typeof hostCheckSchema>>;
