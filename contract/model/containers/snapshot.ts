// SPDX-License-Identifier: Apache-2.0
/** Describes a snapshot: the files that a container had written at one moment, kept beside it. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { containerNameSchema, timeSchema } from '../names.ts';

/** Uses the alphabet of a container's name, because the name is part of a path. */
export const snapshotNameSchema = containerNameSchema;

/** How many snapshots one container may have. */
export const maxSnapshots = 100;

/**
 * Why there is a snapshot: somebody took it, a restore did, of what it was about to replace, somebody before a change
 * that loses files, or the schedule of its container.
 */
const snapshotReasonSchema = makeOnce(() => z.enum(['taken', 'before-restore', 'before-change', 'scheduled']));

/** Changes that lose files, before which a snapshot is offered; they are part of its name. */
export const riskyChangeSchema = makeOnce(() => z.enum(['removal', 'replacement']));
export type RiskyChange = z.infer<ReturnType<typeof riskyChangeSchema>>;

/** How many snapshots before such changes are kept of one container. */
export const keptBeforeChanges = 3;

export const snapshotSchema = makeOnce(() =>
  z.strictObject({
    name: snapshotNameSchema(),
    createdAt: timeSchema(),
    /** What its files take on the disk when nothing of them is shared; null where Incus does not say. */
    bytes: z.number().int().nonnegative().nullable(),
    reason: snapshotReasonSchema(),
    /** The image that the files lie on. */
    image: z.string(),
    /**
     * Says whether the container ran: the files are then as after a power failure, each process stopped at one moment.
     * Null where another tool took the snapshot.
     */
    wasRunning: z.boolean().nullable(),
  }),
);
export type Snapshot = z.infer<ReturnType<typeof snapshotSchema>>;
