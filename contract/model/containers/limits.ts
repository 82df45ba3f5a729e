// SPDX-License-Identifier: Apache-2.0
/** The limits of a container that can be chosen: those of its cgroup, and those of its own layer of files. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { t } from '../../text.ts';

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

const bytesPerSecond = makeOnce(() =>
  z
    .number()
    .int(t('must be a whole number'))
    .min(64 * kibibyte, t('must be at least 64 KiB'))
    .max(2 ** 50, t('must be at most 1 PiB'))
    .nullable(),
);

const numberOrRange = String.raw`\d{1,4}(?:-\d{1,4})?`;
const processorList = new RegExp(`^${numberOrRange}(?:,${numberOrRange}){0,63}$`);

/**
 * Limits; null is "no limit". Everything is a number with a range, or a list of numbers, so nothing free reaches a file
 * of the kernel.
 */
export const limitsSchema = makeOnce(() =>
  z.strictObject({
    /** Bytes, `memory.max`. A limit holds for memory and swap together: nothing of the container is swapped out. */
    memoryBytes: z
      .number()
      .int(t('must be a whole number'))
      .min(16 * mebibyte, t('must be at least 16 MiB'))
      .max(2 ** 50, t('must be at most 1 PiB'))
      .nullable(),
    /** Cores, in hundredths at the finest: 1.5 is a core and a half; `cpu.max`. */
    cpus: z.number().min(0.01, t('must be at least 0.01')).max(4096, t('must be at most 4096')).nullable(),
    /** Weighs its part of busy processors, against 100 of a container without a weight; `cpu.weight`. */
    cpuWeight: z
      .number()
      .int(t('must be a whole number'))
      .min(1, t('must be at least 1'))
      .max(10_000, t('must be at most 10000'))
      .nullable(),
    /** The processors that it may use, as the kernel numbers and lists them: `0-3,6`; `cpuset.cpus`. */
    cpuSet: z.string().regex(processorList, t('must be a list of processors such as 0-3,6')).nullable(),
    /** Tasks, `pids.max`. */
    pids: z
      .number()
      .int(t('must be a whole number'))
      .min(16, t('must be at least 16'))
      .max(4_194_304, t('must be at most 4194304'))
      .nullable(),
    /**
     * Bytes that its own layer of files takes on the host's disk. Without a limit of its own it is still kept from the
     * host's reserve.
     */
    diskBytes: z
      .number()
      .int(t('must be a whole number'))
      .min(64 * mebibyte, t('must be at least 64 MiB'))
      .max(2 ** 50, t('must be at most 1 PiB'))
      .nullable(),
    /** Files, folders and links in its own layer. */
    diskInodes: z
      .number()
      .int(t('must be a whole number'))
      .min(1024, t('must be at least 1024'))
      .max(2 ** 31, t('must be at most 2147483648'))
      .nullable(),
    /** Bytes read from the disk of the layers in a second, `io.max`. */
    ioReadBytesPerSecond: bytesPerSecond(),
    /** Bytes written to the disk of the layers in a second, `io.max`. */
    ioWriteBytesPerSecond: bytesPerSecond(),
    /** Weighs its part of a busy disk, against 100 of a container without a weight. */
    ioWeight: z
      .number()
      .int(t('must be a whole number'))
      .min(1, t('must be at least 1'))
      .max(1000, t('must be at most 1000'))
      .nullable(),
  }),
);

export type Limits = z.infer<ReturnType<typeof limitsSchema>>;

const anyLimit = makeOnce(() => z.number().nonnegative().nullable());

/** Limits as a container has them: those that another tool, or a person, wrote keep to none of these ranges. */
export const presentLimitsSchema: () => z.ZodType<Limits> = makeOnce(() =>
  z.strictObject({
    memoryBytes: anyLimit(),
    cpus: anyLimit(),
    cpuWeight: anyLimit(),
    cpuSet: z.string().max(1024).nullable(),
    pids: anyLimit(),
    diskBytes: anyLimit(),
    diskInodes: anyLimit(),
    ioReadBytesPerSecond: anyLimit(),
    ioWriteBytesPerSecond: anyLimit(),
    ioWeight: anyLimit(),
  }),
);
export type LimitKey = keyof Limits;
export type LimitValue = Limits[LimitKey];

/** Sets no limit at all. */
export const noLimits: Limits = {
  memoryBytes: null,
  cpus: null,
  cpuWeight: null,
  cpuSet: null,
  pids: null,
  diskBytes: null,
  diskInodes: null,
  ioReadBytesPerSecond: null,
  ioWriteBytesPerSecond: null,
  ioWeight: null,
};

export const limitKeys = Object.keys(noLimits) as readonly (keyof Limits)[];

/** What a new container gets when nothing else is asked for. */
export const defaultLimits: Limits = {
  ...noLimits,
  memoryBytes: 512 * mebibyte,
  pids: 512,
  diskBytes: 10 * 1024 * mebibyte,
  diskInodes: 500_000,
};

const shape = makeOnce(() => limitsSchema().shape);

/** Limits of a new container: each has its default. */
export const newLimitsSchema = makeOnce(() =>
  z
    .strictObject({
      memoryBytes: shape().memoryBytes.default(defaultLimits.memoryBytes),
      cpus: shape().cpus.default(defaultLimits.cpus),
      cpuWeight: shape().cpuWeight.default(null),
      cpuSet: shape().cpuSet.default(null),
      pids: shape().pids.default(defaultLimits.pids),
      diskBytes: shape().diskBytes.default(defaultLimits.diskBytes),
      diskInodes: shape().diskInodes.default(defaultLimits.diskInodes),
      ioReadBytesPerSecond: shape().ioReadBytesPerSecond.default(null),
      ioWriteBytesPerSecond: shape().ioWriteBytesPerSecond.default(null),
      ioWeight: shape().ioWeight.default(null),
    })
    .prefault({}),
);
