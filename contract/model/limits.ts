/** The cgroup limits of a container that can be chosen. */

import { z } from 'zod';

const mebibyte = 1024 * 1024;

/** Limits; null is "no limit". Everything is a number with a range, so nothing free reaches a cgroup file. */
export const limitsSchema = z.strictObject({
  /** Bytes, `memory.max`. A limit holds for memory and swap together: nothing of the container is swapped out. */
  memoryBytes: z.number().int().min(16 * mebibyte, 'must be at least 16 MiB').max(2 ** 50).nullable(),
  /** Cores, in hundredths at the finest: 1.5 is a core and a half; `cpu.max`. */
  cpus: z.number().min(0.01, 'must be at least 0.01').max(4096).nullable(),
  /** Tasks, `pids.max`. */
  pids: z.number().int().min(16, 'must be at least 16').max(4_194_304).nullable(),
});

export type Limits = z.infer<typeof limitsSchema>;

/** What a new container gets when nothing else is asked for. */
export const defaultLimits: Limits = { memoryBytes: 512 * mebibyte, cpus: null, pids: 512 };
