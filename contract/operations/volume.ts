/** Operations on volumes: folders of the host that containers are given. */

import { z } from 'zod';
import { containerSchema } from '../model/container.ts';
import { containerNameSchema } from '../model/names.ts';
import { volumeSourceSchema, volumeTargetSchema } from '../model/volume.ts';
import { stream } from '../operation.ts';

/** What is told while the files of a volume get other labels. Paths may hold what a container chose. */
export const volumeItemSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('progress'), files: z.number().int(), total: z.number().int() }),
  /** Never touched, and so out of the container's reach. */
  z.strictObject({ type: z.literal('skipped'), path: z.string(), because: z.string() }),
]);
export type VolumeItem = z.infer<typeof volumeItemSchema>;

const resultSchema = z.strictObject({ container: containerSchema });

export const volumeOperations = {
  'volume.attach': stream({
    summary: 'Gives a stopped container a folder of the host, labelled so that it is reached by this container alone, or with share by exactly those that have it; cancelling gives the files their old labels back.',
    action: 'attach-volumes',
    changes: true,
    params: z.strictObject({
      name: containerNameSchema,
      source: volumeSourceSchema,
      target: volumeTargetSchema,
      readOnly: z.boolean().default(false),
      /** Also when another stopped container has it already; both reach it then. */
      share: z.boolean().default(false),
    }),
    item: volumeItemSchema,
    result: resultSchema,
    errors: ['container-not-found', 'container-not-managed', 'container-running', 'container-busy', 'container-failed', 'volume-refused', 'selinux-unavailable', 'disk-full', 'lxc-unavailable'],
  }),
  'volume.detach': stream({
    summary: 'Takes a volume from a stopped container; when it was the last to have it, the files get the labels back that they had before.',
    action: 'attach-volumes',
    changes: true,
    runsOnFullDisk: true,
    params: z.strictObject({ name: containerNameSchema, target: volumeTargetSchema }),
    item: volumeItemSchema,
    result: resultSchema,
    errors: ['container-not-found', 'container-not-managed', 'container-running', 'container-busy', 'container-failed', 'volume-not-found', 'volume-refused', 'disk-full', 'lxc-unavailable'],
  }),
} as const;
