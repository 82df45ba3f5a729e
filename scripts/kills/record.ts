// SPDX-License-Identifier: Apache-2.0
/** The figures of kills in the lab, which `bench/kills/run.ts` measured and wrote. */

import { readFileSync } from 'node:fs';
import { z } from 'zod';

export const killsRecordPath = new URL('record.json', import.meta.url);

const recordSchema = z.strictObject({
  kills: z.number().int(),
  seed: z.number().int(),
  /** Changes that the helper acknowledged meanwhile. */
  acknowledged: z.number().int(),
  /** How many changes of each kind were under way at a kill. */
  cut: z.record(z.string(), z.number().int()),
  /** From the kill to the first answer after the recovery. */
  seconds: z.strictObject({ median: z.number(), most: z.number() }),
  /** What was not whole. */
  problems: z.array(z.string()),
});
export type KillsRecord = z.infer<typeof recordSchema>;

export function readKillsRecord(): KillsRecord {
  return recordSchema.parse(JSON.parse(readFileSync(killsRecordPath, 'utf8')));
}
