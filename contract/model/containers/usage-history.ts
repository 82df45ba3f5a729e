// SPDX-License-Identifier: Apache-2.0
/** What a container or the host used over a range of time, as points at equal distances, from what the helper keeps. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { interfaceNameSchema, timeSchema } from '../names.ts';

/** Everything that is kept. A host has no limits and no processes of its own, a container no load. */
export const usageColumns = [
  /** This column is in per cent of one core; for the host, of all cores together. */
  'cpu',
  /** This column is in per cent of the scheduling periods in which the CPU limit made the container wait. */
  'throttled',
  /** Bytes. */
  'memory',
  'memoryAnon',
  'memoryFile',
  'memoryKernel',
  'pids',
  /** Bytes of the container's own layer; of the host, what is taken on the file system that holds the layers. */
  'disk',
  /** Bytes per second. */
  'ioRead',
  'ioWrite',
  'netRx',
  'netTx',
  /** How often the kernel's OOM killer struck since the reading before. */
  'oomKills',
  /** These columns are in per cent of the time in which a task waited. */
  'pressureCpu',
  'pressureMemory',
  'pressureIo',
  /** This column is the load average over one minute. */
  'load',
] as const;
export type UsageColumn = (typeof usageColumns)[number];

const values = makeOnce(() => z.array(z.number().nullable()));

/** Holds one value for each point; null in all three lists where nothing was measured. */
const usageSeriesSchema = makeOnce(() =>
  z.strictObject({
    column: z.enum(usageColumns),
    min: values(),
    mean: values(),
    max: values(),
  }),
);

export const usageHistorySchema = makeOnce(() =>
  z.strictObject({
    /** Gives the time at which the first point begins: a multiple of `step`. */
    from: timeSchema(),
    /** Seconds for which each point stands. */
    step: z.number().int().positive(),
    /** The number of points. */
    length: z.number().int().nonnegative(),
    /** What was never measured in this time is left out. */
    series: z.array(usageSeriesSchema()),
    /**
     * The network interfaces of which something is kept of this time; empty in the answer about one of them. Each is
     * asked for by its name.
     */
    interfaces: z.array(interfaceNameSchema()),
  }),
);
export type UsageHistory = z.infer<ReturnType<typeof usageHistorySchema>>;
