// SPDX-License-Identifier: Apache-2.0
/** What the helper gives for monitoring: the latest readings, and counters since the helper started. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { timeSchema } from '../names.ts';
import { sampleSchema } from '../containers/sample.ts';
import { verdictStateSchema } from '../isolation/verdict.ts';
import { hostDiskSchema } from '../host/disk.ts';

export const metricsSchema = makeOnce(() =>
  z.strictObject({
    version: z.string(),
    /** Gives the time at which the helper started, where its counters begin. */
    startedAt: timeSchema(),
    /** Null while none was taken yet. */
    sample: sampleSchema().nullable(),
    disk: hostDiskSchema(),
    /** Every container, whether or not it runs. */
    containers: z.array(
      z.strictObject({
        name: z.string(),
        isRunning: z.boolean(),
        /** Says whether the container is isolated, with or without remarks. */
        isEnforced: z.boolean(),
        /** Gives the state of its verdict; a helper of before there were verdicts does not say it. */
        isolation: verdictStateSchema().default('unknown'),
      }),
    ),
    denials: z.strictObject({
      /** Counts the denials of each container that had some since the helper started. */
      byContainer: z.array(z.strictObject({ name: z.string(), blocked: z.number().int(), logged: z.number().int() })),
      /** Groups that the helper knows. */
      causes: z.number().int(),
      /** Events that were lost before they could be counted. */
      lost: z.number().int(),
    }),
    /** Active alerts, by how bad they are. */
    alerts: z.strictObject({ warning: z.number().int(), critical: z.number().int() }),
  }),
);
export type Metrics = z.infer<ReturnType<typeof metricsSchema>>;
