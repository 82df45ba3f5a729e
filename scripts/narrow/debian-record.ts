// SPDX-License-Identifier: Apache-2.0
/** The figures of Debian's policy, which is not in every checkout: `scripts/narrow/run.ts` measured and wrote them. */

import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { domainCountSchema } from '../../contract/model/policy/domain-count.ts';

export const recordPath = new URL('debian.json', import.meta.url);

const recordSchema = z.strictObject({
  /** Version of the package selinux-policy-default. */
  policy: z.string(),
  /** Digest of the modules that were counted. */
  modules: z.string(),
  counts: z.array(domainCountSchema),
});
export type NarrowRecord = z.infer<typeof recordSchema>;

export function readDebianRecord(): NarrowRecord {
  return recordSchema.parse(JSON.parse(readFileSync(recordPath, 'utf8')));
}
