// SPDX-License-Identifier: Apache-2.0
/** How the layers of containers are kept from filling the host's disk. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';

/**
 * What limits the layer of a container: a project quota of the file system below it, a file system of its own in a file
 * whose space is allocated, or `none` for a container that was made before there were limits, on a file system that has
 * no project quota.
 */
const diskBackingSchema = makeOnce(() => z.enum(['project-quota', 'file', 'none']));
export type DiskBacking = z.infer<ReturnType<typeof diskBackingSchema>>;

/** Describes the layer of one container. */
export const containerDiskSchema = makeOnce(() => z.strictObject({ backing: diskBackingSchema() }));

/** The file system of the layers. */
export const hostDiskSchema = makeOnce(() =>
  z.strictObject({
    /** What a container that is made now gets. */
    backing: diskBackingSchema().exclude(['none']),
    totalBytes: z.number().int(),
    /** Counts what is free for anybody but root. */
    freeBytes: z.number().int(),
    /** What containers leave free, whatever their limits. */
    reserveBytes: z.number().int(),
    totalInodes: z.number().int(),
    freeInodes: z.number().int(),
    reserveInodes: z.number().int(),
    /**
     * True while the limits of all containers together are more than what is free above the reserve: then each has a
     * share of that at a time, and less than its limit.
     */
    isOvercommitted: z.boolean(),
  }),
);
export type HostDisk = z.infer<ReturnType<typeof hostDiskSchema>>;
