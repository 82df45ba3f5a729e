// SPDX-License-Identifier: Apache-2.0
/** The operation on the logs of a container. */

import * as z from 'zod';
import {
  logLineSchema,
  logPrioritySchema,
  logSourceSchema,
  logTextSchema,
  unitNameSchema,
} from '../../model/logs/log-line.ts';
import { containerNameSchema, timeSchema } from '../../model/names.ts';
import { stream } from '../../operation.ts';
import { serviceLimits } from '../../rules/service-limits.ts';

export const logOperations = {
  'log.read': stream({
    summary:
      "Gives the last lines of one of a container's logs, and goes on with new ones when it is followed. " +
      'The journal is read by journalctl inside the container, so only while it runs.',
    action: 'view-logs',
    changes: false,
    reachesInto: 'name',
    params: () =>
      z.strictObject({
        name: containerNameSchema(),
        source: logSourceSchema(),
        /** Goes on with new lines until the caller cancels; not together with `until`. */
        isFollowed: z.boolean().default(false),
        /** The latest so many of the lines that fit, in their order. */
        lines: z.number().int().min(1).max(serviceLimits.logLines.value).default(1000),
        /** Leaves out lines that are older; lines without a time stay. */
        since: timeSchema().optional(),
        /** Leaves out lines that are newer; lines without a time stay. */
        until: timeSchema().optional(),
        /** This level, and those that are more urgent; lines without a level stay. */
        priority: logPrioritySchema().optional(),
        /** Selects the journal's lines of this unit. */
        unit: unitNameSchema().optional(),
        /** Lines that hold this text, whatever the case of its letters. */
        text: logTextSchema().optional(),
      }),
    item: () =>
      z.strictObject({
        lines: z.array(logLineSchema()),
        /** True once everything that was there has been given: what follows is new. */
        isCaughtUp: z.boolean(),
      }),
    result: () => z.strictObject({}),
    errors: [
      'container-not-found',
      'container-not-running',
      'container-not-managed',
      'container-of-incus',
      'engine-cannot',
      'context-mismatch',
      'container-failed',
      'lxc-unavailable',
      'log-unavailable',
    ],
  }),
} as const;
