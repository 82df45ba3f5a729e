// SPDX-License-Identifier: Apache-2.0
/** Operations that measure what isolation costs. */

import * as z from 'zod';
import { policyFailures } from '../../errors.ts';
import {
  benchmarkClassSchema,
  benchmarkPlaceSchema,
  benchmarkReportSchema,
  benchmarkStepSchema,
} from '../../model/benchmark.ts';
import { imageNameSchema } from '../../model/names.ts';
import { request, stream } from '../../operation.ts';

export const benchmarkOperations = {
  'benchmark.run': stream({
    summary:
      'Measures the same work on the bare host, in a plain LXC container and in one of ' +
      "Bulkhead's, in turns, and gives the ratios; both containers are throw-away, and " +
      'cancelling leaves nothing behind.',
    action: 'run-benchmarks',
    changes: true,
    params: () =>
      z.strictObject({
        /** Image of both containers; the first of the image store when left out. */
        image: imageNameSchema().optional(),
        /** All kinds of work when left out. */
        classes: z.array(benchmarkClassSchema()).min(1).max(benchmarkClassSchema().options.length).optional(),
        rounds: z.number().int().min(1).max(50).default(7),
        /** Duration of each piece of work. */
        seconds: z.number().int().min(1).max(60).default(2),
      }),
    item: () =>
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('step'),
          step: benchmarkStepSchema(),
          /** Work done so far, 0 to 1. */
          fraction: z.number().min(0).max(1),
        }),
        z.strictObject({
          type: z.literal('run'),
          round: z.number().int(),
          class: benchmarkClassSchema(),
          place: benchmarkPlaceSchema(),
          /** Operations a second; null when it could not be measured. */
          rate: z.number().nullable(),
          fraction: z.number().min(0).max(1),
        }),
      ]),
    result: benchmarkReportSchema,
    errors: [
      ...([
        'benchmark-running',
        'benchmark-tool-missing',
        'image-not-found',
        'network-unavailable',
        'selinux-unavailable',
        ...policyFailures,
        'policy-rejected',
        'lxc-unavailable',
        'disk-full',
      ] as const),
      ...([
        'container-exists',
        'container-not-found',
        'container-not-running',
        'container-not-managed',
        'container-of-incus',
        'container-running',
        'container-busy',
        'container-failed',
        'container-not-started',
        'context-mismatch',
      ] as const),
      'limit-not-possible',
    ],
  }),
  'benchmark.latest': request({
    summary: 'Gives the latest measurement that this host has kept; null when there is none.',
    action: 'view-host',
    changes: false,
    params: () => z.strictObject({}),
    result: () => z.strictObject({ report: benchmarkReportSchema().nullable() }),
    errors: [],
  }),
} as const;
