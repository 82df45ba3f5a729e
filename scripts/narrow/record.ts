// SPDX-License-Identifier: Apache-2.0
/**
 * The figures of the policies of distributions, which are not in every checkout: `scripts/narrow/run.ts` measured and
 * wrote them.
 */

import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { domainCountSchema } from '../../contract/model/policy/domain-count.ts';
import { policyIds } from '../../lab/policies/policies.ts';

export const recordPath = new URL('record.json', import.meta.url);

const measuredSchema = z.strictObject({
  /** Domains of containers, ours first, and those that the distribution has for them. */
  containers: z.array(domainCountSchema()),
  /** All that each of our services may do, by its domain. */
  services: z.record(z.string(), z.number().int().positive()),
});
export type MeasuredPolicy = z.infer<typeof measuredSchema>;

const recordSchema = z.strictObject({
  /** Digest of the modules that were counted. */
  modules: z.string(),
  policies: z.record(z.enum(policyIds), measuredSchema),
});
export type NarrowRecord = z.infer<typeof recordSchema>;

export function readRecord(): NarrowRecord {
  return recordSchema.parse(JSON.parse(readFileSync(recordPath, 'utf8')));
}
