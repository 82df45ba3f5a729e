// SPDX-License-Identifier: Apache-2.0
/**
 * The limits of a container: the values, the names, the form field, the key of LXC and of Incus, and the texts of each.
 * The schemas, the command line, the file for `apply`, the window and the lines of the configuration follow this table.
 */

import * as z from 'zod';
import { t, untranslated } from '../../text.ts';

/** Says how a value is written and read: bytes, bytes in a second, a whole number, cores, or a list of processors. */
export type LimitForm = 'size' | 'rate' | 'number' | 'cores' | 'processors';

export interface LimitKind {
  readonly schema: () => z.ZodNullable<z.ZodNumber> | z.ZodNullable<z.ZodString>;
  /** What a new container gets when nothing else is asked for; null is no limit. */
  readonly usual: number | null;
  /** Names the option of `create`, the key of `set`, and the field of a file for `apply`. */
  readonly word: string;
  readonly form: LimitForm;
  /** A value as it is typed, for help and errors. */
  readonly example: string;
  /** Explains the option in the help, which adds the default. */
  readonly option: string;
  /** Names the limit in the middle of a sentence. */
  readonly name: string;
  /** Names the limit in lists of the window. */
  readonly title: string;
  readonly field: {
    readonly label: string;
    readonly hint: string;
    /** Says what the empty field means. */
    readonly empty: string;
    /** The form of a new container shows the fields of `size` first, and the others in a section of their own. */
    readonly row: LimitRow;
    /** Orders the fields of a row. */
    readonly place: number;
  };
  /**
   * Says what enforces the limit: a file of the cgroup, the layer of the root, or the disk's own files of the cgroup.
   */
  readonly by: 'cgroup' | 'layer' | 'disk';
  /** Names the line of LXC's configuration; null where the value alone is not the line. */
  readonly line: `lxc.cgroup2.${string}` | null;
  /** What the file of the cgroup says without the limit. */
  readonly lifted: string;
  /** Names the key of Incus; null where Incus has no such limit, or has it as a property of the root device. */
  readonly incus: `limits.${string}` | null;
}

export const limitRows = ['size', 'count', 'processor', 'disk'] as const;
type LimitRow = (typeof limitRows)[number];

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

const whole = () => z.number().int(t('must be a whole number'));
const largest = 2 ** 50;

const bytesPerSecond = () =>
  whole()
    .min(64 * kibibyte, t('must be at least 64 KiB'))
    .max(largest, t('must be at most 1 PiB'))
    .nullable();

const numberOrRange = String.raw`\d{1,4}(?:-\d{1,4})?`;
const processorList = new RegExp(`^${numberOrRange}(?:,${numberOrRange}){0,63}$`);

/** Everything is a number with a range, or a list of numbers, so nothing free reaches a file of the kernel. */
export const limitKinds = {
  /** Without a limit of swap, a limit of memory holds for both together: nothing of the container is swapped out. */
  memoryBytes: {
    schema: () =>
      whole()
        .min(16 * mebibyte, t('must be at least 16 MiB'))
        .max(largest, t('must be at most 1 PiB'))
        .nullable(),
    usual: 512 * mebibyte,
    word: 'memory',
    form: 'size',
    example: '512M',
    option: untranslated('most memory, for example 512M or 2G; none for no limit'),
    name: t('memory'),
    title: t('Memory'),
    field: {
      label: t('Memory limit'),
      hint: t('For example 512M or 2G'),
      empty: t('no limit'),
      row: 'size',
      place: 2,
    },
    by: 'cgroup',
    line: 'lxc.cgroup2.memory.max',
    lifted: 'max',
    incus: 'limits.memory',
  },
  /** Bytes that may be swapped out; without the limit none where memory is limited, and all elsewhere. */
  swapBytes: {
    schema: () =>
      whole().min(mebibyte, t('must be at least 1 MiB')).max(largest, t('must be at most 1 PiB')).nullable(),
    usual: null,
    word: 'swap',
    form: 'size',
    example: '1G',
    option: untranslated('most swap beside its memory, for example 1G; none to swap nothing out of a limited memory'),
    name: t('swap'),
    title: t('Swap'),
    field: {
      label: t('Swap limit'),
      hint: t('Beside its memory, for example 1G'),
      empty: t('none with a memory limit'),
      row: 'count',
      place: 3,
    },
    by: 'cgroup',
    line: 'lxc.cgroup2.memory.swap.max',
    lifted: 'max',
    incus: 'limits.memory.swap',
  },
  /** Cores are in hundredths at the finest: 1.5 is a core and a half. */
  cpus: {
    schema: () => z.number().min(0.01, t('must be at least 0.01')).max(4096, t('must be at most 4096')).nullable(),
    usual: null,
    word: 'cpus',
    form: 'cores',
    example: '1.5',
    option: untranslated('most processor time, in cores, for example 1.5; none for no limit'),
    name: t('cpus'),
    title: 'CPU',
    field: { label: t('CPU limit'), hint: t('Cores, for example 1.5'), empty: t('no limit'), row: 'size', place: 1 },
    by: 'cgroup',
    line: 'lxc.cgroup2.cpu.max',
    lifted: 'max 100000',
    incus: 'limits.cpu.allowance',
  },
  /** The weight divides busy processors, against 100 of a container without a weight. */
  cpuWeight: {
    schema: () => whole().min(1, t('must be at least 1')).max(10_000, t('must be at most 10000')).nullable(),
    usual: null,
    word: 'cpu-weight',
    form: 'number',
    example: '200',
    option: untranslated('its part of busy processors, 1 to 10000, against 100 of the others'),
    name: t('cpu-weight'),
    title: t('CPU weight'),
    field: { label: t('CPU weight'), hint: t('The default is 100'), empty: '100', row: 'processor', place: 1 },
    by: 'cgroup',
    line: 'lxc.cgroup2.cpu.weight',
    lifted: '100',
    incus: null,
  },
  /** The processors that it may use are listed as the kernel numbers and lists them: `0-3,6`. */
  cpuSet: {
    schema: () => z.string().regex(processorList, t('must be a list of processors such as 0-3,6')).nullable(),
    usual: null,
    word: 'cpu-set',
    form: 'processors',
    example: '0-3,6',
    option: untranslated('the processors that it may use, for example 0-3,6; none for all'),
    name: t('cpu-set'),
    title: t('CPU set'),
    field: {
      label: t('CPU set'),
      hint: t('Which processors, for example 0-3,6'),
      empty: t('all'),
      row: 'processor',
      place: 2,
    },
    by: 'cgroup',
    line: 'lxc.cgroup2.cpuset.cpus',
    lifted: '',
    incus: 'limits.cpu',
  },
  pids: {
    schema: () => whole().min(16, t('must be at least 16')).max(4_194_304, t('must be at most 4194304')).nullable(),
    usual: 512,
    word: 'pids',
    form: 'number',
    example: '512',
    option: untranslated('most tasks; none for no limit'),
    name: t('pids'),
    title: t('Processes'),
    field: { label: t('Process limit'), hint: t('Number of tasks'), empty: t('no limit'), row: 'count', place: 1 },
    by: 'cgroup',
    line: 'lxc.cgroup2.pids.max',
    lifted: 'max',
    incus: 'limits.processes',
  },
  /** Without a limit of its own, its layer of files is still kept from the host's reserve. */
  diskBytes: {
    schema: () =>
      whole()
        .min(64 * mebibyte, t('must be at least 64 MiB'))
        .max(largest, t('must be at most 1 PiB'))
        .nullable(),
    usual: 10 * 1024 * mebibyte,
    word: 'disk',
    form: 'size',
    example: '20G',
    option: untranslated("most room for its own files; none for what the host's reserve leaves"),
    name: t('disk'),
    title: t('Disk'),
    field: {
      label: t('Disk limit'),
      hint: t('For its own files, for example 10G'),
      empty: t('no limit'),
      row: 'size',
      place: 3,
    },
    by: 'layer',
    line: null,
    lifted: '',
    incus: null,
  },
  /** Files, folders and links in its own layer are counted. */
  diskInodes: {
    schema: () =>
      whole()
        .min(1024, t('must be at least 1024'))
        .max(2 ** 31, t('must be at most 2147483648'))
        .nullable(),
    usual: 500_000,
    word: 'inodes',
    form: 'number',
    example: '500000',
    option: untranslated('most files, folders and links of its own'),
    name: t('inodes'),
    title: t('Files'),
    field: {
      label: t('File limit'),
      hint: t('Number of files and folders'),
      empty: t('no limit'),
      row: 'count',
      place: 2,
    },
    by: 'layer',
    line: null,
    lifted: '',
    incus: null,
  },
  /** Bytes read from the disk of the layers in a second are limited by `io.max`, whose line names the disk. */
  ioReadBytesPerSecond: {
    schema: bytesPerSecond,
    usual: null,
    word: 'io-read',
    form: 'rate',
    example: '20M',
    option: untranslated('most that it reads from the disk in a second, for example 20M'),
    name: t('io-read'),
    title: t('Disk reads'),
    field: {
      label: t('Disk read limit'),
      hint: t('Per second, like 20M'),
      empty: t('no limit'),
      row: 'disk',
      place: 1,
    },
    by: 'disk',
    line: null,
    lifted: 'max',
    incus: null,
  },
  /** Bytes written to the disk of the layers in a second are limited by `io.max`, whose line names the disk. */
  ioWriteBytesPerSecond: {
    schema: bytesPerSecond,
    usual: null,
    word: 'io-write',
    form: 'rate',
    example: '20M',
    option: untranslated('most that it writes to the disk in a second, for example 20M'),
    name: t('io-write'),
    title: t('Disk writes'),
    field: {
      label: t('Disk write limit'),
      hint: t('Per second, like 20M'),
      empty: t('no limit'),
      row: 'disk',
      place: 2,
    },
    by: 'disk',
    line: null,
    lifted: 'max',
    incus: null,
  },
  /** The weight divides a busy disk, against 100 of a container without a weight. */
  ioWeight: {
    schema: () => whole().min(1, t('must be at least 1')).max(1000, t('must be at most 1000')).nullable(),
    usual: null,
    word: 'io-weight',
    form: 'number',
    example: '50',
    option: untranslated('its part of a busy disk, 1 to 1000, against 100 of the others'),
    name: t('io-weight'),
    title: t('Disk I/O weight'),
    field: { label: t('Disk I/O weight'), hint: t('The default is 100'), empty: '100', row: 'disk', place: 3 },
    by: 'disk',
    line: null,
    lifted: '100',
    incus: null,
  },
} as const satisfies Record<string, LimitKind>;

export type LimitKey = keyof typeof limitKinds;

/** The limits that are enforced by the same thing. */
export type LimitKeyBy<By extends LimitKind['by']> = {
  [Key in LimitKey]: (typeof limitKinds)[Key]['by'] extends By ? Key : never;
}[LimitKey];

export const limitKeys = Object.keys(limitKinds) as readonly LimitKey[];

/** Gives the entry of a limit, with the type that all entries share. */
export function limitKindOf(key: LimitKey): LimitKind {
  return limitKinds[key];
}

/** Lists the limits that are enforced by the same thing, in the order of the table. */
export function limitKeysBy<By extends LimitKind['by']>(by: By): readonly LimitKeyBy<By>[] {
  return limitKeys.filter((key): key is LimitKeyBy<By> => limitKinds[key].by === by);
}

/** Makes a record that has a value for each limit. */
export function mapLimits<T>(valueOf: (key: LimitKey) => T): Record<LimitKey, T> {
  return Object.fromEntries(limitKeys.map((key) => [key, valueOf(key)])) as Record<LimitKey, T>;
}

/** Says whether a limit is in bytes. */
export function isInBytes(key: LimitKey): boolean {
  return ['size', 'rate'].includes(limitKindOf(key).form);
}
