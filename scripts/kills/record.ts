// SPDX-License-Identifier: Apache-2.0
/** The figures of kills and hard resets in the lab: `bench/kills/run.ts` measured them, and adds one entry for each run. */

import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';

const recordPath = new URL('record.json', import.meta.url);

/** `kill`: SIGKILL of the helper. `reset`: the host starts again, without having written anything to its disk. */
const cutSchema = z.enum(['kill', 'reset']);
export type Cut = z.infer<typeof cutSchema>;

const runSchema = z.strictObject({
  cut: cutSchema,
  seed: z.number().int(),
  /** Changes that the helper acknowledged meanwhile. */
  acknowledged: z.number().int(),
  /** How many changes of each kind were under way at a cut. */
  underWay: z.record(z.string(), z.number().int()),
  /** Seconds from each cut to the first answer after the recovery. */
  answered: z.array(z.number()),
  /** What was not whole. */
  problems: z.array(z.string()),
});
export type KillsRun = z.infer<typeof runSchema>;

export function readKillsRecord(): readonly KillsRun[] {
  return z.array(runSchema).parse(JSON.parse(readFileSync(recordPath, 'utf8')));
}

export function addToKillsRecord(run: KillsRun): void {
  writeFileSync(recordPath, `${JSON.stringify([...readKillsRecord(), run], null, 2)}\n`);
}
