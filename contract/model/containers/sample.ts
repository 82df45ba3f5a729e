// SPDX-License-Identifier: Apache-2.0
/**
 * What the host and its containers used, at one moment. Counters count up; a counter that the kernel does not give is
 * null.
 */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { interfaceNameSchema, timeSchema } from '../names.ts';

const counter = makeOnce(() => z.number().nonnegative().nullable());
const gauge = makeOnce(() => z.number().nonnegative().nullable());

/** Share of the last 10 seconds, in per cent, in which at least one task waited for the resource (`some avg10`). */
const pressure = makeOnce(() => z.strictObject({ cpu: gauge(), memory: gauge(), io: gauge() }));

/** Interfaces of one container, or of the host, that are looked at. */
export const maxInterfaces = 8;

const interfaceTrafficSchema = makeOnce(() =>
  z.strictObject({
    name: interfaceNameSchema(),
    rxBytes: counter(),
    txBytes: counter(),
  }),
);
export type InterfaceTraffic = z.infer<ReturnType<typeof interfaceTrafficSchema>>;

const containerSampleSchema = makeOnce(() =>
  z.strictObject({
    name: z.string(),
    cpuUsec: counter(),
    /** Gives the per cent of one core since the sample before; null in the first. */
    cpuPercent: gauge(),
    /**
     * Gives the per cent of its scheduling periods since the sample before in which its CPU limit made it wait; 0
     * without a limit, null in the first.
     */
    throttledPercent: gauge(),
    memoryBytes: gauge(),
    /** What the memory consists of: of processes, cached files, and the kernel's own for it. */
    memoryAnon: gauge(),
    memoryFile: gauge(),
    memoryKernel: gauge(),
    memoryMax: gauge(),
    pids: gauge(),
    /**
     * What its own layer of files takes, and what it may take now: its limit, or less while the limits of all together
     * are more than the disk has.
     */
    diskBytes: gauge(),
    diskMax: gauge(),
    diskInodes: gauge(),
    diskInodesMax: gauge(),
    ioReadBytes: counter(),
    ioWriteBytes: counter(),
    netRxBytes: counter(),
    netTxBytes: counter(),
    /**
     * What went through each of its interfaces as it sees them, where it has more than one that anything went through;
     * else empty. Traffic within the container is in it, so that the sum may be more than the counters above.
     */
    interfaces: z.array(interfaceTrafficSchema()).max(maxInterfaces),
    /** Times that the kernel's OOM killer struck in it since it started. */
    oomKills: counter(),
    pressure: pressure(),
  }),
);
export type ContainerSample = z.infer<ReturnType<typeof containerSampleSchema>>;

const hostSampleSchema = makeOnce(() =>
  z.strictObject({
    /** Gives the per cent of all cores together, 0 to 100; null in the first sample. */
    cpuPercent: gauge(),
    memoryBytes: gauge(),
    memoryTotal: gauge(),
    /** Gives the load average over one minute. */
    load: gauge(),
    ioReadBytes: counter(),
    ioWriteBytes: counter(),
    /** Counts the bytes that came through the host's network hardware. */
    netRxBytes: counter(),
    netTxBytes: counter(),
    /** Holds the traffic of each of its network interfaces. */
    interfaces: z.array(interfaceTrafficSchema()).max(maxInterfaces),
    /** The file system that holds the layers: what is taken of it, and its size. */
    diskBytes: gauge(),
    diskTotal: gauge(),
    pressure: pressure(),
  }),
);
export type HostSample = z.infer<ReturnType<typeof hostSampleSchema>>;

export const sampleSchema = makeOnce(() =>
  z.strictObject({
    time: timeSchema(),
    host: hostSampleSchema(),
    containers: z.array(containerSampleSchema()),
  }),
);
export type Sample = z.infer<ReturnType<typeof sampleSchema>>;
