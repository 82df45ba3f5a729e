// SPDX-License-Identifier: Apache-2.0
/** Operations on the cluster of Incus that a host is a member of. */

import * as z from 'zod';
import { containerSchema } from '../model/containers/container.ts';
import { limitsSchema, newLimitsSchema } from '../model/containers/limits.ts';
import { clusterSchema } from '../model/host/cluster.ts';
import { containerNameSchema, imageNameSchema } from '../model/names.ts';
import { request } from '../operation.ts';
import { freeNameSchema } from './container.ts';

const { shape } = newLimitsSchema.unwrap();

const newInstanceSchema = z.strictObject({
  name: freeNameSchema,
  /** An alias or a fingerprint. */
  image: imageNameSchema,
  /** A storage pool of block devices. */
  pool: imageNameSchema,
  /** The member that it is to be on; Incus chooses when this is left out. */
  member: containerNameSchema.optional(),
  limits: z
    .strictObject({
      memoryBytes: shape.memoryBytes,
      cpus: shape.cpus,
      pids: shape.pids,
      /** What volumes of the pool have, where it is null. */
      diskBytes: limitsSchema.shape.diskBytes.default(null),
    })
    .prefault({}),
  /** Start it as soon as it is created; then it is created on the member that is asked, unless another is named. */
  start: z.boolean().default(false),
});

export const clusterOperations = {
  'cluster.members': request({
    summary:
      'Gives the members of the cluster of Incus that the host belongs to: state, load, free memory, room of their ' +
      'storage pools, and how many containers are on each. Null where there is no Incus.',
    action: 'view-host',
    changes: false,
    params: z.strictObject({}),
    result: z.strictObject({ cluster: clusterSchema.nullable() }),
    errors: ['incus-unavailable'],
  }),
  'cluster.create': request({
    summary:
      'Has Incus create a container that SELinux confines, on a pool of block devices, from an image that Incus has. Its ' +
      'categories are those of no other container of the cluster. All or nothing: what fails or is cancelled leaves ' +
      'nothing behind.',
    action: 'create-containers',
    changes: true,
    params: newInstanceSchema,
    result: containerSchema,
    errors: [
      'incus-unavailable',
      'container-exists',
      'container-busy',
      'container-not-found',
      'container-of-incus',
      'selinux-unavailable',
      'limit-not-possible',
      'container-failed',
      'context-mismatch',
      'disk-full',
    ],
  }),
} as const;
