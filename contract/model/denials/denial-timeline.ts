// SPDX-License-Identifier: Apache-2.0
/**
 * How many denials there were at which time: counts in slots of time, also for events that are no longer kept one by
 * one.
 */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { denialGroupIdSchema } from './denial.ts';
import { policyEventSchema } from '../policy/policy-event.ts';

/** The denials of one group for one container within one slot. */
const denialCellSchema = makeOnce(() =>
  z.strictObject({
    /** Index into `groups`; null for events whose group was dropped. */
    group: z.number().int().nullable(),
    /** Index into `containers`; null for processes of the host. */
    container: z.number().int().nullable(),
    /** Number of the slot, counted from `from`. */
    slot: z.number().int(),
    blocked: z.number().int(),
    /** Denials that were logged, not blocked, because the domain or the host is permissive. */
    notBlocked: z.number().int(),
  }),
);

export type DenialCell = z.infer<ReturnType<typeof denialCellSchema>>;

const denialCountsSchema = makeOnce(() =>
  z.strictObject({
    /** Gives the time at which the first slot begins, in seconds since the epoch: a multiple of `slotSeconds`. */
    from: z.number().int(),
    slotSeconds: z.number().int(),
    slots: z.number().int(),
    groups: z.array(denialGroupIdSchema()),
    containers: z.array(z.string()),
    /** Cells without a count are left out. */
    cells: z.array(denialCellSchema()),
  }),
);

export type DenialCounts = z.infer<ReturnType<typeof denialCountsSchema>>;

export const denialTimelineSchema = makeOnce(() =>
  denialCountsSchema().extend({
    /** Changes of SELinux itself in that time, oldest first. */
    policyEvents: z.array(policyEventSchema()),
  }),
);

export type DenialTimeline = z.infer<ReturnType<typeof denialTimelineSchema>>;
