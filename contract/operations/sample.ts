// SPDX-License-Identifier: Apache-2.0
/** Operations on resource samples. */

import { z } from 'zod';
import { containerNameSchema } from '../model/names.ts';
import { sampleSchema } from '../model/containers/sample.ts';
import { stream } from '../operation.ts';

export const sampleOperations = {
  'sample.watch': stream({
    summary:
      'Gives the samples of the last minutes that the helper still has, then a sample each ' +
      'interval, of the host and its running containers.',
    action: 'view-host',
    changes: false,
    params: z.strictObject({
      /** Containers to sample; all when left out. */
      names: z.array(containerNameSchema).max(1000).optional(),
      /** Milliseconds between samples. */
      intervalMs: z.number().int().min(500).max(60_000).default(1000),
      /** Seconds of history wanted first, as far as it is there. */
      historySeconds: z.number().int().min(0).max(3600).default(0),
    }),
    item: z.strictObject({
      /** In order of time; more than one only in the history. */
      samples: z.array(sampleSchema),
    }),
    result: z.strictObject({}),
    errors: [],
  }),
} as const;
