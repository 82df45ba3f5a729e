// SPDX-License-Identifier: Apache-2.0
/** Operations on the cluster of Incus that a host is a member of. */

import * as z from 'zod';
import { managedFailures } from '../../errors.ts';
import { containerSchema } from '../../model/containers/container.ts';
import { limitsSchema, newLimitsSchema } from '../../model/containers/limits.ts';
import { clusterSchema } from '../../model/host/cluster.ts';
import { containerNameSchema, imageNameSchema } from '../../model/names.ts';
import { makeOnce } from '../../make-once.ts';
import { request, stream } from '../../operation.ts';
import { snapshotNameSchema } from '../../model/containers/snapshot.ts';
import { freeNameSchema } from '../containers/creation.ts';

const shape = makeOnce(() => newLimitsSchema().unwrap().shape);

const newInstanceSchema = makeOnce(() =>
  z.strictObject({
    name: freeNameSchema(),
    /** An alias or a fingerprint. */
    image: imageNameSchema().optional(),
    /** Names a storage pool. Where it has no file system for each volume, files are labelled one by one. */
    pool: imageNameSchema().optional(),
    /**
     * A container of Incus on the host that is asked, which it begins as a copy of, as that is now or was at a snapshot: with its
     * files, its pool and its limits, on this host. Instead of image and pool.
     */
    from: z.strictObject({ container: containerNameSchema(), snapshot: snapshotNameSchema().optional() }).optional(),
    /** The member that it is to be on; Incus chooses when this is left out. */
    member: containerNameSchema().optional(),
    limits: z
      .strictObject({
        memoryBytes: shape().memoryBytes,
        cpus: shape().cpus,
        pids: shape().pids,
        /** What volumes of the pool have, where it is null. */
        diskBytes: limitsSchema().shape.diskBytes.default(null),
      })
      .prefault({}),
    /** Start it as soon as it is created; then it is created on the member that is asked, unless another is named. */
    start: z.boolean().default(false),
  }),
);

/** The steps of a move, in order; each is reported when it begins. Without a stop, `check` and `move` only. */
const moveStepSchema = makeOnce(() => z.enum(['check', 'stop', 'move', 'start', 'verify']));
export type MoveStep = z.infer<ReturnType<typeof moveStepSchema>>;

/**
 * `verified`: the helper of the member where it runs has read its context from the kernel, and it is the configured one.
 * `stopped`: it does not run, so the kernel has no context of it.
 */
const arrivalSchema = makeOnce(() => z.enum(['verified', 'stopped']));

/** An evacuation, or its end: `member` is evacuated, or restored. */
const evacuationParams = makeOnce(() => z.strictObject({ member: containerNameSchema() }));
const evacuationItem = makeOnce(() =>
  z.strictObject({
    /**
     * `check`: the helpers of the members where this one may come to are asked. `move`: it has come to another member.
     */
    step: z.enum(['check', 'move', 'verify']),
    /** Names the container; null when the item is about all of them. */
    name: z.string().nullable(),
    /** Names the member that the container is on; null when the item is about all containers. */
    member: z.string().nullable(),
    /** Says which share of the containers is done, from 0 to 1. */
    fraction: z.number().min(0).max(1),
  }),
);
const evacuationResult = makeOnce(() =>
  z.strictObject({
    /** All that were on the member, or have come back to it. */
    containers: z.array(
      z.strictObject({
        name: z.string(),
        /** Names the member that the container is on now. */
        member: z.string(),
        /**
         * `killed`: it was not in its context, or the helper there did not say so. `not-judged`: it runs, and is none of
         * Bulkhead's.
         */
        arrival: z.enum(['verified', 'stopped', 'killed', 'not-judged']),
      }),
    ),
  }),
);

const moveErrors = [
  'incus-unavailable',
  'member-not-ready',
  ...managedFailures,
  'container-busy',
  'container-failed',
  'context-mismatch',
  'disk-full',
] as const;

export const clusterOperations = {
  'cluster.members': request({
    summary:
      'Gives the members of the cluster of Incus that the host belongs to: state, load, free memory, room of their ' +
      'storage pools, and how many containers are on each. Null where there is no Incus.',
    action: 'view-host',
    changes: false,
    params: () =>
      z.strictObject({
        /** 32 random bytes in hexadecimal, of which nobody knows before. */
        challenge: z
          .string()
          .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')
          .optional(),
      }),
    result: () => z.strictObject({ cluster: clusterSchema().nullable() }),
    errors: ['incus-unavailable'],
  }),
  'cluster.create': request({
    summary:
      'Has Incus create a container that SELinux confines, from an image that Incus has, ' +
      'or as a copy of another one. Its ' +
      'categories are those of no other container of the cluster. All or nothing: what fails or is cancelled leaves ' +
      'nothing behind.',
    action: 'create-containers',
    alsoNeeds: [
      {
        action: 'take-snapshots',
        when: 'when it begins with the files of another container',
        isNeeded: ({ from }) => from !== undefined,
      },
    ],
    changes: true,
    params: newInstanceSchema,
    result: containerSchema,
    errors: [
      'incus-unavailable',
      'member-not-ready',
      'container-exists',
      'container-busy',
      'container-not-found',
      'container-of-incus',
      'snapshot-not-found',
      'selinux-unavailable',
      'limit-not-possible',
      'container-failed',
      'context-mismatch',
      'disk-full',
    ],
  }),
  'cluster.move': stream({
    summary:
      'Moves a container of Incus to another member of the cluster. The helper there is asked before: its policy, the ' +
      'categories, the ids and the name have to fit. One that runs is stopped for the move and started there, where the ' +
      'helper reads its context from the kernel; without `stop` a running one fails. What fails or is cancelled before ' +
      'it has moved runs on where it was.',
    action: 'manage-cluster',
    changes: true,
    params: () =>
      z.strictObject({
        name: containerNameSchema(),
        /** Names the member that the container moves to. */
        member: containerNameSchema(),
        /** Stop it for the move, and start it there. */
        stop: z.boolean().default(false),
      }),
    item: () =>
      z.strictObject({
        step: moveStepSchema(),
        /** Says which share of the steps is done, from 0 to 1. */
        fraction: z.number().min(0).max(1),
      }),
    result: () => z.strictObject({ container: containerSchema(), arrival: arrivalSchema() }),
    errors: [...moveErrors, 'container-running'],
  }),
  'cluster.evacuate': stream({
    summary:
      'Has Incus evacuate a member: its containers are moved to other members and started there, except those whose ' +
      'cluster.evacuate says that they are stopped. Before, the helpers of all other members are asked about each one of ' +
      "Bulkhead's; where one may not come to some member, nothing is changed.",
    action: 'manage-cluster',
    changes: true,
    params: evacuationParams,
    item: evacuationItem,
    result: evacuationResult,
    errors: moveErrors,
  }),
  'cluster.restore': stream({
    summary:
      'Has Incus restore an evacuated member: the containers that were on it come back, and are started there. Its helper ' +
      'is asked before, and reads their contexts after.',
    action: 'manage-cluster',
    changes: true,
    params: evacuationParams,
    item: evacuationItem,
    result: evacuationResult,
    errors: moveErrors,
  }),
} as const;
