// SPDX-License-Identifier: Apache-2.0
/**
 * Describes a record of the hash-chained activity: what the helper wrote when a call began, ended or did not run. Its
 * JSON text is what is hashed, so the order of fields is a part of it.
 */

import * as z from 'zod';
import { makeOnce } from '../make-once.ts';
import { activitySchema } from './activity.ts';
import { timeSchema } from './names.ts';

/** `run`: of calls that ran, or were cancelled before. `denied`: of calls that somebody or something did not allow. */
export const chainNames = ['run', 'denied'] as const;
export type ChainName = (typeof chainNames)[number];

/** What the first record of a chain has for the hash of the one before it. */
export const firstHash = '0'.repeat(64);

const placeShape = makeOnce(() => ({
  chain: z.enum(chainNames),
  /** Counts from 1, without a gap. */
  number: z.number().int().min(1),
  /** Is the SHA-256 of the text of the record before it. */
  previous: z.string().regex(/^[0-9a-f]{64}$/),
  /** Is read from the clock of the host, which may have been set since the record before. */
  at: timeSchema(),
}));

const callShape = makeOnce(() => ({
  /** Names the entry of the activity log. */
  activity: z.number().int(),
  operation: z.string(),
  subject: z.string().nullable(),
  uid: z.number().int(),
  user: z.string(),
  /** Is the text as the log stores it. */
  request: z.string().nullable(),
}));

const endShape = makeOnce(() => ({
  outcome: activitySchema().shape.outcome,
  /** Is in English, since it is signed. */
  detail: z.string().nullable(),
}));

export const activityRecordSchema = makeOnce(() =>
  z.discriminatedUnion('event', [
    z.strictObject({ ...placeShape(), event: z.literal('begun'), ...callShape() }),
    z.strictObject({
      ...placeShape(),
      event: z.literal('ended'),
      activity: z.number().int(),
      ...endShape(),
    }),
    z.strictObject({ ...placeShape(), event: z.literal('not-run'), ...callShape(), ...endShape() }),
    /** Entries up to this number were written before the chain was, and have no hash. */
    z.strictObject({ ...placeShape(), event: z.literal('chain-begins'), entriesBefore: z.number().int().min(0) }),
    /** Records up to this number were deleted, since only so many are kept. */
    z.strictObject({ ...placeShape(), event: z.literal('pruned'), through: z.number().int().min(1) }),
  ]),
);
export type ActivityRecord = z.infer<ReturnType<typeof activityRecordSchema>>;

/** Reads the text of a record; undefined for one that is none. */
export function readRecord(text: string): ActivityRecord | undefined {
  try {
    return activityRecordSchema().safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
