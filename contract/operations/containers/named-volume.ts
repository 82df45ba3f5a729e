// SPDX-License-Identifier: Apache-2.0
/** Operations on named volumes: folders that Bulkhead keeps for containers. */

import * as z from 'zod';
import { namedVolumeNameSchema, namedVolumeSchema } from '../../model/containers/named-volume.ts';
import { limitsSchema } from '../../model/containers/limits.ts';
import { makeOnce } from '../../make-once.ts';
import { request } from '../../operation.ts';

const limitBytes = makeOnce(() => limitsSchema().shape.diskBytes);
const resultSchema = makeOnce(() => z.strictObject({ volume: namedVolumeSchema() }));

export const namedVolumeOperations = {
  'named-volume.list': request({
    summary: 'Lists the named volumes, with what they take, their limits, and the containers that have them.',
    action: 'view-host',
    changes: false,
    params: () => z.strictObject({}),
    result: () => z.strictObject({ volumes: z.array(namedVolumeSchema()) }),
    errors: [],
  }),
  'named-volume.create': request({
    summary: 'Makes an empty named volume, with a limit of what it may take; it is attached like any folder.',
    action: 'attach-volumes',
    changes: true,
    params: () => z.strictObject({ name: namedVolumeNameSchema(), limitBytes: limitBytes().default(null) }),
    result: resultSchema,
    errors: ['volume-not-allowed', 'limit-not-possible', 'disk-full'],
  }),
  'named-volume.resize': request({
    summary: 'Gives a named volume another limit, at once, whether or not a container has it.',
    action: 'attach-volumes',
    changes: true,
    params: () => z.strictObject({ name: namedVolumeNameSchema(), limitBytes: limitBytes() }),
    result: resultSchema,
    errors: ['volume-not-allowed', 'limit-not-possible', 'disk-full'],
  }),
  'named-volume.remove': request({
    summary: 'Removes a named volume that no container has, with all its files.',
    action: 'attach-volumes',
    changes: true,
    runsOnFullDisk: true,
    params: () => z.strictObject({ name: namedVolumeNameSchema() }),
    result: () => z.strictObject({}),
    errors: ['volume-not-allowed'],
  }),
} as const;
