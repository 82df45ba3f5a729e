// SPDX-License-Identifier: Apache-2.0
/** What is written about a container's own layer of files: its kind of limit, and the size. */

import { join } from 'node:path';
import * as z from 'zod';
import { limitsSchema } from '../../contract/model/containers/limits.ts';
import type { ContainerPlaces } from './places.ts';

const { diskBytes, diskInodes } = limitsSchema().shape;

export const layerSchema = z.discriminatedUnion('backing', [
  z.strictObject({
    backing: z.literal('project-quota'),
    /** The project that its files count for; no other container has it. */
    project: z.number().int().min(1).max(0xffff_fffe),
    bytes: diskBytes,
    inodes: diskInodes,
  }),
  z.strictObject({
    backing: z.literal('file'),
    /** Size of the file, all of it allocated. */
    bytes: diskBytes.unwrap(),
    /** Inodes with which its file system was created. */
    inodes: z.number().int().min(1),
  }),
]);
export type Layer = z.infer<typeof layerSchema>;
export type QuotaLayer = Extract<Layer, { readonly backing: 'project-quota' }>;
export type FileLayer = Extract<Layer, { readonly backing: 'file' }>;

/**
 * The paths of the upper layer and the work folder of a container. `layer` is null for one that was created before
 * layers had limits.
 */
export function layerFolders(
  own: ContainerPlaces,
  layer: Pick<Layer, 'backing'> | null,
): { readonly upper: string; readonly work: string } {
  if (layer?.backing !== 'file') return { upper: own.upper, work: own.work };
  return { upper: join(own.layerMount, 'upper'), work: join(own.layerMount, 'work') };
}
