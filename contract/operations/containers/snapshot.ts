// SPDX-License-Identifier: Apache-2.0
/** Operations on the snapshots of a container. */

import * as z from 'zod';
import { managedFailures } from '../../errors.ts';
import { riskyChangeSchema, snapshotNameSchema, snapshotSchema } from '../../model/containers/snapshot.ts';
import { snapshotPlanSchema, snapshotScheduleSchema } from '../../model/containers/snapshot-schedule.ts';
import { containerNameSchema } from '../../model/names.ts';
import { makeOnce } from '../../make-once.ts';
import { request, stream } from '../../operation.ts';

const ofContainer = makeOnce(() => z.strictObject({ name: containerNameSchema() }));
const ofSnapshot = makeOnce(() => ofContainer().extend({ snapshot: snapshotNameSchema() }));

/** The steps of a snapshot and of a restore, in order; each is reported when it begins. */
export const snapshotStepSchema = makeOnce(() =>
  z.enum(['check', 'keep-present', 'freeze', 'clear', 'copy', 'write', 'mount']),
);
export type SnapshotStep = z.infer<ReturnType<typeof snapshotStepSchema>>;

const progressSchema = makeOnce(() =>
  z.strictObject({
    step: snapshotStepSchema(),
    /** Says which share of the steps is done, from 0 to 1. */
    fraction: z.number().min(0).max(1),
  }),
);

export const snapshotOperations = {
  'snapshot.list': request({
    summary: 'Gives the snapshots of a container, newest first, and the schedule by which others are taken.',
    action: 'view-host',
    changes: false,
    params: ofContainer,
    result: () =>
      z.strictObject({
        snapshots: z.array(snapshotSchema()),
        /** Null when none are taken by a schedule. */
        schedule: snapshotScheduleSchema().nullable(),
      }),
    errors: [...managedFailures],
  }),
  'snapshot.take': stream({
    summary:
      'Keeps a copy of the files that a container has written. A running container is frozen while they are copied. ' +
      'What fails or is cancelled leaves nothing behind. One that is taken before a change removes the oldest of its ' +
      'kind beyond three, and no other.',
    action: 'take-snapshots',
    changes: true,
    params: () =>
      ofContainer().extend({
        /** Names the snapshot; by the present time when left out. */
        snapshot: snapshotNameSchema().optional(),
        /**
         * The change of files that it is taken before; its name then begins with that. Of such snapshots the newest three
         * are kept.
         */
        before: riskyChangeSchema().optional(),
      }),
    item: progressSchema,
    result: snapshotSchema,
    errors: [
      ...managedFailures,
      'container-busy',
      'container-failed',
      'snapshot-exists',
      'snapshots-full',
      'disk-full',
    ],
  }),
  'snapshot.restore': stream({
    summary:
      'Replaces the files of a stopped container by those of a snapshot; its limits, its confinement and its volumes ' +
      'stay. Once the old files are being removed it cannot be cancelled: what a crash interrupts is finished at the next ' +
      'start of the helper.',
    action: 'restore-snapshots',
    changes: true,
    params: () =>
      ofSnapshot().extend({
        /** Take a snapshot of the present files first, by which the restore can be undone. */
        keepPresent: z.boolean().default(true),
      }),
    item: progressSchema,
    result: () =>
      z.strictObject({
        restored: snapshotSchema(),
        /** The snapshot of what was replaced; null when none was wanted. */
        kept: snapshotSchema().nullable(),
      }),
    errors: [
      ...managedFailures,
      'container-running',
      'container-busy',
      'container-failed',
      'snapshot-not-found',
      'snapshots-full',
      'image-not-found',
      'disk-full',
    ],
  }),
  'snapshot.remove': request({
    summary: 'Removes a snapshot of a container.',
    action: 'restore-snapshots',
    changes: true,
    runsOnFullDisk: true,
    params: ofSnapshot,
    result: () => z.strictObject({}),
    errors: [...managedFailures, 'container-busy', 'snapshot-not-found', 'disk-full'],
  }),
  'snapshot.schedule': request({
    summary:
      'Takes snapshots of a container at times by the clock of the host, instead of those that were chosen before, and ' +
      'removes the oldest that the schedule took when there are more than are to be kept. What was taken by hand, or ' +
      'before a restore, stays.',
    action: 'schedule-snapshots',
    changes: true,
    params: () => ofContainer().extend({ plan: snapshotPlanSchema() }),
    result: () => z.strictObject({ schedule: snapshotScheduleSchema() }),
    errors: [...managedFailures, 'disk-full'],
  }),
  'snapshot.unschedule': request({
    summary: 'Takes no more snapshots of a container by a schedule; those that are there stay.',
    action: 'schedule-snapshots',
    changes: true,
    runsOnFullDisk: true,
    params: ofContainer,
    result: () => z.strictObject({}),
    errors: [...managedFailures, 'disk-full'],
  }),
} as const;
