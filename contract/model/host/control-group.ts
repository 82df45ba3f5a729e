// SPDX-License-Identifier: Apache-2.0
/** The tree of control groups of a host, with what each group uses and what limits it. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { containerNameSchema, timeSchema } from '../names.ts';

const count = makeOnce(() => z.number().int().nonnegative());
/** Null where the group has no such file: its parent does not distribute that controller. */
const measured = makeOnce(() => count().nullable());
/** Null where nothing limits it here; a group above may. */
const limit = makeOnce(() => z.number().nonnegative().nullable());

const controlGroupSchema = makeOnce(() =>
  z.strictObject({
    /**
     * Gives the path from the root of the hierarchy on, which is `/`. Users and services name groups of their own: it
     * is data, in which a byte that is no UTF-8 is a lone surrogate.
     */
    path: z.string(),
    /**
     * Names the container whose processes are in the group and below it. What the container has below it is its own,
     * and not given.
     */
    container: containerNameSchema().nullable(),
    /** Groups below it, of any depth, also those that are not given. */
    below: count(),
    /** Counts the processes in the group and below it. */
    processes: measured(),
    maxProcesses: limit(),
    /** Processor time that was used in it and below it. */
    cpuUsec: measured(),
    /** Limits the processor time, in processors. */
    maxCpus: limit(),
    /** Weighs the group beside its siblings, from 1 to 10,000. */
    cpuWeight: measured(),
    memoryBytes: measured(),
    /** Slows the processes down above this much memory. */
    highMemoryBytes: limit(),
    /** Limits the memory: above it a process is killed. */
    maxMemoryBytes: limit(),
    isFrozen: z.boolean(),
  }),
);
export type ControlGroup = z.infer<ReturnType<typeof controlGroupSchema>>;

export const controlGroupsSchema = makeOnce(() =>
  z.strictObject({
    /** Gives the time at which the groups were read, in seconds since the epoch. */
    readAt: timeSchema(),
    /** Each directly after its parent or after what is below a sibling; siblings by name. */
    groups: z.array(controlGroupSchema()),
    /** How many more were found outside of containers; what is below those is not counted. */
    omitted: count(),
  }),
);
export type ControlGroups = z.infer<ReturnType<typeof controlGroupsSchema>>;
