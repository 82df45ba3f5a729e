// SPDX-License-Identifier: Apache-2.0
/** Ranks the containers by what they used over a range of time. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { containerNameSchema, timeSchema } from '../names.ts';
import type { UsageColumn } from './usage-history.ts';

/** What containers are ranked by: what they take from one another. */
export const rankedColumns = [
  'cpu',
  'memory',
  'pids',
  'disk',
  'ioRead',
  'ioWrite',
  'netRx',
  'netTx',
] as const satisfies readonly UsageColumn[];
export type RankedColumn = (typeof rankedColumns)[number];

export const usageRankingSchema = makeOnce(() =>
  z.strictObject({
    /** The range without what lies after now. */
    from: timeSchema(),
    to: timeSchema(),
    /** Containers that used anything, in the unit of the column: the greatest mean first, equal ones by name. */
    containers: z.array(
      z.strictObject({
        name: containerNameSchema(),
        /** Gives the mean over the whole range. */
        mean: z.number().positive(),
        max: z.number().positive(),
      }),
    ),
  }),
);
export type UsageRanking = z.infer<ReturnType<typeof usageRankingSchema>>;
