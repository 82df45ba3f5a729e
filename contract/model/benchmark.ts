// SPDX-License-Identifier: Apache-2.0
/** What isolation costs: the same work on the bare host, in a plain LXC container, and in a container of Bulkhead. */

import * as z from 'zod';
import { makeOnce } from '../make-once.ts';
import { imageNameSchema, timeSchema } from './names.ts';

/** A kind of work. */
export const benchmarkClassSchema = makeOnce(() =>
  z.enum(['cpu', 'memory', 'syscall', 'file-metadata', 'file-throughput', 'pipe', 'loopback', 'process']),
);
export type BenchmarkClass = z.infer<ReturnType<typeof benchmarkClassSchema>>;

/**
 * `plain`: namespaces and a cgroup, as LXC makes them for root; no user namespace, no seccomp, no label, the root on
 * the host's own file system.
 */
export const benchmarkPlaceSchema = makeOnce(() => z.enum(['host', 'plain', 'bulkhead']));
export type BenchmarkPlace = z.infer<ReturnType<typeof benchmarkPlaceSchema>>;

/** Over the rounds: the median, and the lower and upper quartiles. */
const spreadSchema = makeOnce(() => z.strictObject({ median: z.number(), low: z.number(), high: z.number() }));
export type Spread = z.infer<ReturnType<typeof spreadSchema>>;

const benchmarkRowSchema = makeOnce(() =>
  z.strictObject({
    class: benchmarkClassSchema(),
    /** The work, as the measuring tool names it. */
    stressor: z.string(),
    /** Operations a second in each round, in the order of the rounds; null where it could not be measured. */
    rates: z.strictObject({
      host: z.array(z.number().nullable()),
      plain: z.array(z.number().nullable()),
      bulkhead: z.array(z.number().nullable()),
    }),
    /** Relative to the host's rate in the same round, 1 for as fast; null where no round could be compared. */
    plain: spreadSchema().nullable(),
    bulkhead: spreadSchema().nullable(),
  }),
);
export type BenchmarkRow = z.infer<ReturnType<typeof benchmarkRowSchema>>;

const benchmarkMachineSchema = makeOnce(() =>
  z.strictObject({
    name: z.string(),
    kernel: z.string(),
    processor: z.string(),
    cpus: z.number().int(),
    memoryBytes: z.number(),
    /**
     * `none` for hardware, otherwise the hypervisor as systemd-detect-virt names it; `qemu` is an emulated processor.
     */
    virtualization: z.string(),
    selinux: z.enum(['enforcing', 'permissive', 'disabled']),
    helper: z.string(),
    /** File system below the containers. */
    fileSystem: z.string(),
  }),
);
export type BenchmarkMachine = z.infer<ReturnType<typeof benchmarkMachineSchema>>;

export const benchmarkReportSchema = makeOnce(() =>
  z.strictObject({
    version: z.literal(1),
    startedAt: timeSchema(),
    endedAt: timeSchema(),
    machine: benchmarkMachineSchema(),
    image: imageNameSchema(),
    /** Name and version of the measuring tool. */
    tool: z.string(),
    rounds: z.number().int(),
    /** Duration of each piece of work in each round. */
    seconds: z.number(),
    /** Gives the load average over one minute, before and after. */
    load: z.strictObject({ before: z.number(), after: z.number() }),
    rows: z.array(benchmarkRowSchema()),
    /** What distorts these figures, in sentences. */
    remarks: z.array(z.string()),
  }),
);
export type BenchmarkReport = z.infer<ReturnType<typeof benchmarkReportSchema>>;

/** The steps of a measurement, in order; `measure` takes most of the time. */
export const benchmarkStepSchema = makeOnce(() =>
  z.enum(['check', 'copy-tool', 'create', 'start', 'measure', 'remove']),
);
export type BenchmarkStep = z.infer<ReturnType<typeof benchmarkStepSchema>>;
