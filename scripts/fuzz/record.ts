// SPDX-License-Identifier: Apache-2.0
/** The figures of broken input, which `bench/fuzz/run.ts` measured and wrote. */

import { readFileSync } from 'node:fs';
import * as z from 'zod';

export const fuzzRecordPath = new URL('record.json', import.meta.url);

const recordSchema = z.array(
  z.strictObject({
    /** What was given, in words. */
    what: z.string(),
    inputs: z.number().int(),
    seed: z.number().int(),
    /** Counts the inputs that were not what they should be, and were rejected or skipped. */
    rejected: z.number().int(),
    /** Errors of a kind that is not documented; each with the seed of its input. */
    faults: z.array(z.string()),
    seconds: z.number(),
    /** Milliseconds that the event loop was late, of a hundred turns the worst but one. */
    eventLoopP99: z.number(),
    grownMegabytes: z.number(),
  }),
);
export type FuzzRecord = z.infer<typeof recordSchema>;
export type FuzzRow = FuzzRecord[number];

export function readFuzzRecord(): FuzzRecord {
  return recordSchema.parse(JSON.parse(readFileSync(fuzzRecordPath, 'utf8')));
}
