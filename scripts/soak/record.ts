// SPDX-License-Identifier: Apache-2.0
/** What helper and host use during a long load: `bench/soak/run.ts` measured and wrote it. */

import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';

const recordPath = new URL('record.json', import.meta.url);

/** Read while no container of the load is there. */
const useSchema = z.strictObject({
  /** Counts since the load began. */
  minutes: z.number(),
  /** Changes that the helper acknowledged until then. */
  acknowledged: z.number().int(),
  helperMegabytes: z.number().int(),
  listenerMegabytes: z.number().int(),
  helperDescriptors: z.number().int(),
  listenerDescriptors: z.number().int(),
  /** Counts those of the whole host. */
  mounts: z.number().int(),
  cgroups: z.number().int(),
});
export type SoakUse = z.infer<typeof useSchema>;

const recordSchema = z.strictObject({ seed: z.number().int(), uses: z.array(useSchema) });
export type SoakRecord = z.infer<typeof recordSchema>;

export function readSoakRecord(): SoakRecord {
  return recordSchema.parse(JSON.parse(readFileSync(recordPath, 'utf8')));
}

export function writeSoakRecord(record: SoakRecord): void {
  writeFileSync(recordPath, `${JSON.stringify(record, null, 2)}\n`);
}
