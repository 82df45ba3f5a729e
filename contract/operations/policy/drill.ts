// SPDX-License-Identifier: Apache-2.0
/** Operations on the isolation drill. */

import * as z from 'zod';
import { policyFailures } from '../../errors.ts';
import {
  drillContainerStepSchema,
  drillMembersStepSchema,
  drillProbeNameSchema,
  drillReportIdSchema,
  drillReportSummarySchema,
  drillResultSchema,
  drillScheduleSchema,
  drillStepSchema,
  signedDrillReportSchema,
} from '../../model/drill.ts';
import { containerNameSchema, imageNameSchema } from '../../model/names.ts';
import { request, stream } from '../../operation.ts';

/** Errors from what a drill does to the host: containers, a policy module. */
const drillErrors = [
  ...([
    'image-not-found',
    'network-unavailable',
    'selinux-unavailable',
    ...policyFailures,
    'policy-rejected',
    'lxc-unavailable',
    'disk-full',
    'limit-not-possible',
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
] as const;

export const drillOperations = {
  'drill.run': stream({
    summary:
      'Attacks one throw-away container from another, with SELinux on and with it off for ' +
      'these two only, says what blocked each probe, and removes both; cancelling leaves ' +
      'nothing behind.',
    action: 'run-drills',
    changes: true,
    params: () =>
      z.strictObject({
        /**
         * Names the probes to run. The drill also runs file-read, which shows whether isolation is in effect at all; it
         * runs every probe when this is left out.
         */
        probes: z.array(drillProbeNameSchema()).min(1).max(200).optional(),
      }),
    item: () =>
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('step'),
          step: drillStepSchema(),
          /** Work done so far, 0 to 1. */
          fraction: z.number().min(0).max(1),
        }),
        /** A probe was made; its outcome is known at the end. */
        z.strictObject({ type: z.literal('probe'), step: drillStepSchema(), probe: z.string() }),
        z.strictObject({ type: z.literal('result'), result: drillResultSchema() }),
      ]),
    result: signedDrillReportSchema,
    errors: ['drill-running', 'drill-probe-unknown', ...drillErrors],
  }),
  'drill.container': stream({
    summary:
      'Tries the isolation of a running container with probes that change nothing: from a ' +
      'throw-away container on it, which only reads, and as root from inside it; its own isolation ' +
      'stays on all the time.',
    action: 'drill-containers',
    changes: true,
    params: () => z.strictObject({ name: containerNameSchema() }),
    item: () =>
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('step'),
          step: drillContainerStepSchema(),
          /** Work done so far, 0 to 1. */
          fraction: z.number().min(0).max(1),
        }),
        /** A probe was made; its outcome is known at the end. */
        z.strictObject({ type: z.literal('probe'), step: drillContainerStepSchema(), probe: z.string() }),
        z.strictObject({ type: z.literal('result'), result: drillResultSchema() }),
      ]),
    result: signedDrillReportSchema,
    errors: ['drill-running', ...drillErrors],
  }),
  'drill.members': stream({
    summary:
      'Has Incus create an attacker and a victim, and attacks with both on this member of the cluster and again with ' +
      'the victim on another one; removes both. Cancelling leaves nothing behind.',
    action: 'run-drills',
    changes: true,
    params: () =>
      z.strictObject({
        /** Names the member on which the victim is created. */
        member: containerNameSchema(),
        /** An image that Incus has, with systemd and Perl, by its alias or fingerprint. */
        image: imageNameSchema(),
        /** A pool of block devices. */
        pool: imageNameSchema(),
      }),
    item: () =>
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('step'),
          step: drillMembersStepSchema(),
          /** Work done so far, 0 to 1. */
          fraction: z.number().min(0).max(1),
        }),
        /** A probe was made; its outcome is known at the end. */
        z.strictObject({ type: z.literal('probe'), step: drillMembersStepSchema(), probe: z.string() }),
        z.strictObject({ type: z.literal('result'), result: drillResultSchema() }),
      ]),
    result: signedDrillReportSchema,
    errors: ['drill-running', 'incus-unavailable', 'member-not-ready', ...drillErrors],
  }),
  'drill.list': request({
    summary: 'Lists the reports of the drills that this host has kept, newest first, and when the next is scheduled.',
    action: 'view-host',
    changes: false,
    params: () => z.strictObject({}),
    result: () =>
      z.strictObject({
        reports: z.array(drillReportSummarySchema()),
        /** Absent when none is scheduled. */
        schedule: drillScheduleSchema().optional(),
      }),
    errors: [],
  }),
  'drill.schedule': request({
    summary:
      "Runs the drill every night at a time by the host's clock, instead of at the time that " +
      'was chosen before; what was blocked before and is breached now is reported in the activity ' +
      "log and the helper's.",
    action: 'schedule-drills',
    changes: true,
    params: () => z.strictObject({ at: drillScheduleSchema().shape.at.default('03:00') }),
    result: () => z.strictObject({ schedule: drillScheduleSchema() }),
    errors: ['disk-full'],
  }),
  'drill.unschedule': request({
    summary: 'Runs no drill at night any more; one that is under way goes on.',
    action: 'schedule-drills',
    changes: true,
    params: () => z.strictObject({}),
    result: () => z.strictObject({}),
    errors: ['disk-full'],
  }),
  'drill.report': request({
    summary: 'Gives a report of a drill, with the hashes of its evidence and their signature.',
    action: 'view-host',
    changes: false,
    params: () => z.strictObject({ report: drillReportIdSchema() }),
    result: signedDrillReportSchema,
    errors: ['drill-report-not-found'],
  }),
} as const;
