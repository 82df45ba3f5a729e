// SPDX-License-Identifier: Apache-2.0
/** Describes a line of the activity log: who did what, to what, with which result. */

import * as z from 'zod';
import { makeOnce } from '../make-once.ts';
import { changeSchema } from './policy/change.ts';
import { timeSchema } from './names.ts';
import { wordsSchema } from './words.ts';

/** What was asked for beside the subject, as far as who reads the log later needs it. */
export const activityRequestSchema = makeOnce(() =>
  z.discriminatedUnion('kind', [
    /**
     * A command that was run in a container, by its argument vector. What a container or a person chose: shown with its
     * controls visible. The vector is empty for a login shell.
     */
    z.strictObject({
      kind: z.literal('command'),
      argv: z.array(z.string()),
      isShortened: z.boolean(),
      /** Names the user of the container; root when left out. */
      user: z.string().optional(),
      folder: z.string().optional(),
    }),
    /** The change that was undone: its entry, and what it was; null when the log has forgotten it. */
    z.strictObject({ kind: z.literal('undo'), id: z.number().int(), summary: wordsSchema().nullable() }),
  ]),
);
export type ActivityRequest = z.infer<ReturnType<typeof activityRequestSchema>>;
export type GivenActivityRequest = z.input<ReturnType<typeof activityRequestSchema>>;

export const activitySchema = makeOnce(() =>
  z.strictObject({
    id: z.number().int(),
    begunAt: timeSchema(),
    /** Null while it still goes on. */
    endedAt: timeSchema().nullable(),
    /** The operation, for example `container.start`. */
    operation: z.string(),
    /** What it was about: a container's name mostly. */
    subject: z.string().nullable(),
    /** The caller, as the kernel identified the connection. */
    uid: z.number().int(),
    user: z.string(),
    /**
     * `ended`: a session, such as a terminal, that was closed by its client, with its client, or with the helper; the
     * detail says which.
     */
    outcome: z.enum(['running', 'done', 'ended', 'failed', 'denied', 'cancelled', 'interrupted']),
    /** Null for what the operation and its subject say already. */
    request: activityRequestSchema().nullable(),
    /** The failure's words, how a session ended, or what changed. */
    detail: wordsSchema().nullable(),
    /** What it changed of policy or labels, and whether that was undone; null when it changed none. */
    change: changeSchema().nullable(),
  }),
);
export type Activity = z.infer<ReturnType<typeof activitySchema>>;
/** Describes a line as the helper gives it: its words are not text yet. */
export type GivenActivity = z.input<ReturnType<typeof activitySchema>>;
