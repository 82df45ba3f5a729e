// SPDX-License-Identifier: Apache-2.0
/** Operations on resource samples. */

import * as z from 'zod';
import { containerNameSchema, interfaceNameSchema, timeSchema } from '../../model/names.ts';
import { sampleSchema } from '../../model/containers/sample.ts';
import { usageColumns, usageHistorySchema } from '../../model/containers/usage-history.ts';
import { rankedColumns, usageRankingSchema } from '../../model/containers/usage-ranking.ts';
import { request, stream } from '../../operation.ts';

const rangeSeconds = () =>
  z
    .number()
    .int()
    .min(10)
    .max(31 * 86_400);

export const sampleOperations = {
  'sample.watch': stream({
    summary:
      'Gives the samples of the last minutes that the helper still has, then a sample each ' +
      'interval, of the host and its running containers.',
    action: 'view-host',
    changes: false,
    params: () =>
      z.strictObject({
        /** Containers to sample; all when left out. */
        names: z.array(containerNameSchema()).max(1000).optional(),
        /** Milliseconds between samples. */
        intervalMs: z.number().int().min(500).max(60_000).default(1000),
        /** Seconds of history wanted first, as far as it is there. */
        historySeconds: z.number().int().min(0).max(3600).default(0),
      }),
    item: () =>
      z.strictObject({
        /** Lists the samples in order of time. Only the history has more than one. */
        samples: z.array(sampleSchema()),
      }),
    result: () => z.strictObject({}),
    errors: [],
  }),
  'sample.history': request({
    summary:
      'Gives what a container or the host used over a range of time, with the least, the mean and the greatest value ' +
      'of each point: each second for an hour, each 10 seconds for a day, each minute for 30 days.',
    action: 'view-host',
    changes: false,
    reachesInto: 'container',
    params: () =>
      z.strictObject({
        /** The host when left out. */
        container: containerNameSchema().optional(),
        /** Names one network interface of the container or the host, of which nothing but its traffic is kept. */
        interface: interfaceNameSchema().optional(),
        /** The end of the range; what lies after now is left out. */
        to: timeSchema(),
        /** How long the range is. */
        seconds: rangeSeconds(),
        /** Limits the number of points. There are fewer where only longer steps are kept. */
        points: z.number().int().min(10).max(1000).default(300),
        /** All when left out. */
        columns: z.array(z.enum(usageColumns)).min(1).max(usageColumns.length).optional(),
      }),
    result: usageHistorySchema,
    errors: [],
  }),
  'sample.rank': request({
    summary:
      'Gives the containers that used most of something over a range of time, the one that used most first. What was not ' +
      'measured counts as not used.',
    action: 'view-host',
    changes: false,
    params: () =>
      z.strictObject({
        column: z.enum(rankedColumns),
        /** The end of the range; what lies after now is left out. */
        to: timeSchema(),
        /** How long the range is. */
        seconds: rangeSeconds(),
        /** Limits the number of containers. */
        count: z.number().int().min(1).max(100).default(10),
      }),
    result: usageRankingSchema,
    errors: [],
  }),
} as const;
