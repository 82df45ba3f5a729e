// SPDX-License-Identifier: Apache-2.0
/** A process of a container, as the host's kernel gives it: nothing of it is asked of the container. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { ownerSchema, timeSchema } from '../names.ts';

/** Characters of a command line, and of the path of a cgroup, at most. */
export const maxProcessText = 256;

/** States of a process, as proc(5) names them; `unknown` is one that it does not name. */
const processStates = [
  'running',
  'sleeping',
  'uninterruptible',
  'stopped',
  'traced',
  'idle',
  'zombie',
  'dead',
  'unknown',
] as const;
export type ProcessState = (typeof processStates)[number];

const count = makeOnce(() => z.number().int().nonnegative());

/** `comm`, `command` and `cgroup` are the container's: data, in which a byte that is no UTF-8 is a lone surrogate. */
const containerProcessSchema = makeOnce(() =>
  z.strictObject({
    /** Gives the number of the process on the host. */
    pid: count(),
    /**
     * Gives the number of the process in the pid namespace of the container; null where it is in none below the host's.
     */
    innerPid: count().nullable(),
    /** The parent's, on the host. */
    parent: count(),
    /** Gives the effective user. */
    user: ownerSchema(),
    state: z.enum(processStates),
    /** The name that the process has given itself, 15 bytes at most. */
    comm: z.string(),
    /** The arguments, with spaces between them; empty where it has none, as a zombie. */
    command: z.string().max(maxProcessText),
    /** Says whether `command` is only the beginning of the command line. */
    isCommandCut: z.boolean(),
    /** Is null on a host without SELinux. */
    context: z.string().nullable(),
    /** Says whether the context of the process differs from that of the container's init. */
    isStray: z.boolean(),
    startedAt: timeSchema(),
    /**
     * Gives the time of the start in hundredths of a second since the boot. It tells the process from another one with
     * the same number.
     */
    startTicks: count(),
    /** Processor time that it has used, to a hundredth of a second. */
    cpuUsec: count(),
    /** Memory of it that is in RAM; what it shares with others counts for each of them. */
    rssBytes: count(),
    /**
     * Gives the path of the cgroup below the container's own, whose path is empty; null where it is too long for the
     * kernel to give.
     */
    cgroup: z.string().max(maxProcessText).nullable(),
  }),
);
export type ContainerProcess = z.infer<ReturnType<typeof containerProcessSchema>>;

export const containerProcessesSchema = makeOnce(() =>
  z.strictObject({
    /** Gives the time at which the processes were read, in seconds since the epoch. */
    readAt: timeSchema(),
    /** Lists the processes in the order of their numbers. */
    processes: z.array(containerProcessSchema()),
    /** How many more there are. */
    omitted: count(),
  }),
);
export type ContainerProcesses = z.infer<ReturnType<typeof containerProcessesSchema>>;
