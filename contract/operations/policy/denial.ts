// SPDX-License-Identifier: Apache-2.0
/** Operations on SELinux denials. */

import * as z from 'zod';
import { policyFailures } from '../../errors.ts';
import { auditLogSchema } from '../../model/denials/audit-log.ts';
import {
  denialCaseSchema,
  denialGroupIdSchema,
  denialGroupSchema,
  groupedEventSchema,
} from '../../model/denials/denial.ts';
import { denialTimelineSchema } from '../../model/denials/denial-timeline.ts';
import { explanationSchema } from '../../model/denials/explanation.ts';
import { containerNameSchema, timeSchema } from '../../model/names.ts';
import { makeOnce } from '../../make-once.ts';
import { request, stream } from '../../operation.ts';

const view = makeOnce(() =>
  z.strictObject({
    groups: z.array(denialGroupSchema()),
    /** The latest events, oldest first. */
    events: z.array(groupedEventSchema()),
    /** Events that were dropped because they came faster than they could be kept. */
    lost: z.number().int(),
    /** Says whether auditd writes its log; null where none runs. A watcher is sent every change of its state. */
    auditLog: auditLogSchema().nullable(),
  }),
);

export const denialOperations = {
  'denial.query': request({
    summary: 'Gives the groups of denials, and the latest events, as far back as the helper knows them.',
    action: 'view-denials',
    changes: false,
    params: () =>
      z.strictObject({
        since: timeSchema().optional(),
        container: containerNameSchema().optional(),
        /** Limits the number of events. */
        events: z.number().int().min(0).max(1000).default(0),
        /** Gives the groups that follow this one in the order of their ids: `next` of an earlier answer. */
        after: denialGroupIdSchema().optional(),
      }),
    /**
     * The group that was hit last comes first. When there are more than a message holds, they come in the order of
     * their ids, and `next` is there until no more follow.
     */
    result: () => view().extend({ next: denialGroupIdSchema().optional() }),
    errors: [],
  }),
  'denial.explain': request({
    summary:
      'Says why SELinux denied the accesses of a group, asking the loaded policy, and what can be done about it, narrowest first.',
    action: 'view-denials',
    changes: false,
    params: denialCaseSchema,
    result: explanationSchema,
    errors: ['denial-not-found', ...policyFailures],
  }),
  'denial.timeline': request({
    summary:
      'Counts denials in slots of time, by group and container, as far back as the helper ' +
      'knows them; what is older than some hours is counted by whole hours.',
    action: 'view-denials',
    changes: false,
    params: () =>
      z.strictObject({
        /** The last slot is the one that this time falls into. */
        to: timeSchema(),
        slotMinutes: z.number().int().min(1).max(1440),
        slots: z.number().int().min(1).max(400),
        container: containerNameSchema().optional(),
      }),
    result: denialTimelineSchema,
    errors: [],
  }),
  'denial.show-dontaudit': request({
    summary:
      'Lets the kernel log dontaudit denials for some minutes: ' +
      'a copy of the loaded policy without those rules is loaded, and nothing on ' +
      'the disk changes. Asked for again, it only changes the end.',
    action: 'show-dontaudit-denials',
    changes: true,
    params: () => z.strictObject({ minutes: z.number().int().min(1).max(60) }),
    result: () => z.strictObject({ until: timeSchema() }),
    errors: ['selinux-unavailable', ...policyFailures, 'disk-full'],
  }),
  'denial.hide-dontaudit': request({
    summary: 'Ends denial.show-dontaudit at once: the policy of the host is loaded again.',
    action: 'show-dontaudit-denials',
    changes: true,
    params: () => z.strictObject({}),
    result: () => z.strictObject({}),
    errors: [...policyFailures, 'disk-full'],
  }),
  'denial.watch-dontaudit': stream({
    summary: 'Says until when dontaudit denials are logged, and each change of that; null when they are not.',
    action: 'view-denials',
    changes: false,
    params: () => z.strictObject({}),
    item: () => z.strictObject({ until: timeSchema().nullable() }),
    result: () => z.strictObject({}),
    errors: [],
  }),
  'denial.watch': stream({
    summary: 'Gives what denial.query gives, then new events, with the groups that they changed.',
    action: 'view-denials',
    changes: false,
    params: () =>
      z.strictObject({
        since: timeSchema().optional(),
        container: containerNameSchema().optional(),
        /** Events in the snapshot at most. */
        events: z.number().int().min(0).max(1000).default(500),
      }),
    item: () =>
      z.discriminatedUnion('type', [
        view().extend({ type: z.literal('snapshot') }),
        view().extend({ type: z.literal('added') }),
      ]),
    result: () => z.strictObject({}),
    errors: [],
  }),
} as const;
