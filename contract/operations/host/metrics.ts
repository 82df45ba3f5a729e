// SPDX-License-Identifier: Apache-2.0
/** Declares the operation for monitoring. */

import * as z from 'zod';
import { metricsSchema } from '../../model/metrics/metrics.ts';
import { request } from '../../operation.ts';

export const metricsOperations = {
  'metrics.read': request({
    summary:
      'Gives the latest readings of the host and its containers, and counters of denials since the helper started, for monitoring.',
    action: 'view-host',
    alsoNeeds: [{ action: 'view-denials', when: 'always: it counts denials', isNeeded: () => true }],
    changes: false,
    params: () => z.strictObject({}),
    result: metricsSchema,
    errors: ['lxc-unavailable'],
  }),
} as const;
