// SPDX-License-Identifier: Apache-2.0
/**
 * Names the column of each number of a reading in its row. Rows are plain arrays of numbers, so that ten minutes of a
 * hundred containers stay small; NaN is what the kernel did not give.
 */

/** A container's row. */
export const containerColumns = {
  /**
   * Counts up with each new cgroup of the name: counters of different generations have nothing to do with each other.
   */
  generation: 0,
  cpuUsec: 1,
  memoryBytes: 2,
  memoryMax: 3,
  pids: 4,
  ioReadBytes: 5,
  ioWriteBytes: 6,
  netRxBytes: 7,
  netTxBytes: 8,
  oomKills: 9,
  pressureCpu: 10,
  pressureMemory: 11,
  pressureIo: 12,
  diskBytes: 13,
  diskMax: 14,
  diskInodes: 15,
  diskInodesMax: 16,
  /** Scheduling periods with work in them, and those in which the CPU limit made it wait. */
  cpuPeriods: 17,
  cpuThrottledPeriods: 18,
  memoryAnon: 19,
  memoryFile: 20,
  memoryKernel: 21,
} as const;
export const containerWidth = 22;

/** The host's row. */
export const hostColumns = {
  /** Ticks in which a core worked, and all ticks, of all cores since boot. */
  cpuBusy: 0,
  cpuTotal: 1,
  memoryBytes: 2,
  memoryTotal: 3,
  load: 4,
  ioReadBytes: 5,
  ioWriteBytes: 6,
  pressureCpu: 7,
  pressureMemory: 8,
  pressureIo: 9,
  netRxBytes: 10,
  netTxBytes: 11,
  diskBytes: 12,
  diskTotal: 13,
} as const;
export const hostWidth = 14;

/** The row of one network interface, of the host or of a container as that sees it. */
export const interfaceColumns = {
  /** The generation counts as in a container's row. */
  generation: 0,
  rxBytes: 1,
  txBytes: 2,
} as const;
export const interfaceWidth = 3;

/** The host, where containers are named: no container can be called that. */
export const hostSubject = '';

/** What an interface is called beside containers: no name of a container has a slash. */
export function interfaceSubject(owner: string, name: string): string {
  return `${owner}/${name}`;
}

/** Gives the owner and the name of an interface, and no name of a container or the host itself. */
export function partsOfSubject(subject: string): { readonly owner: string; readonly name: string | undefined } {
  const [owner = subject, name] = subject.split('/');
  return { owner, name };
}

/** What was read at one moment. */
export interface Reading {
  /** Seconds since the epoch. */
  readonly time: number;
  /** Seconds by a clock that is never set. */
  readonly uptime: number;
  readonly host: Float64Array;
  /** Rows of the containers that run. */
  readonly containers: ReadonlyMap<string, Float64Array>;
  /** Rows of interfaces by {@link interfaceSubject}: the host's, and those of containers with more than one. */
  readonly interfaces: ReadonlyMap<string, Float64Array>;
}
