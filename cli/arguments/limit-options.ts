// SPDX-License-Identifier: Apache-2.0
/** The limits by the names that the command line has for them: options of `create`, keys of `set`. */

import { defaultLimits, type LimitKey, type Limits } from '../../contract/model/containers/limits.ts';
import { formatBytes } from '../output/format-quantity.ts';
import {
  cpuSetArgument,
  cpusArgument,
  cpuWeightArgument,
  inodesArgument,
  type LimitArgument,
  limitOf,
  memoryArgument,
  type NumberArgument,
  pidsArgument,
  sizeArgument,
  weightArgument,
} from './argument-parsers.ts';

export interface LimitOption {
  readonly name: string;
  /** Names the option as commander gives its value. */
  readonly field:
    'memory' | 'cpus' | 'cpuWeight' | 'cpuSet' | 'pids' | 'disk' | 'inodes' | 'ioRead' | 'ioWrite' | 'ioWeight';
  readonly key: LimitKey;
  /** Names what stands for the value in commander's help. */
  readonly value: string;
  readonly words: string;
  readonly parse: (text: string) => LimitArgument;
}

/** What was given of them. */
export type LimitValues = { readonly [Field in Exclude<LimitOption['field'], 'cpuSet'>]?: NumberArgument } & {
  readonly cpuSet?: string;
};

const sizeDefault = (bytes: number | null): string => (bytes === null ? 'none' : formatBytes(bytes));

export const limitOptions: readonly LimitOption[] = [
  {
    name: 'memory',
    field: 'memory',
    key: 'memoryBytes',
    value: '<size>',
    words: `most memory, for example 512M or 2G; none for no limit (default: ${sizeDefault(defaultLimits.memoryBytes)})`,
    parse: memoryArgument,
  },
  {
    name: 'cpus',
    field: 'cpus',
    key: 'cpus',
    value: '<number>',
    words: 'most processor time, in cores, for example 1.5; none for no limit (the default)',
    parse: cpusArgument,
  },
  {
    name: 'cpu-weight',
    field: 'cpuWeight',
    key: 'cpuWeight',
    value: '<number>',
    words: 'its part of busy processors, 1 to 10000, against 100 of the others (default: none)',
    parse: cpuWeightArgument,
  },
  {
    name: 'cpu-set',
    field: 'cpuSet',
    key: 'cpuSet',
    value: '<list>',
    words: 'the processors that it may use, for example 0-3,6 (default: all)',
    parse: cpuSetArgument,
  },
  {
    name: 'pids',
    field: 'pids',
    key: 'pids',
    value: '<number>',
    words: `most tasks; none for no limit (default: ${defaultLimits.pids})`,
    parse: pidsArgument,
  },
  {
    name: 'disk',
    field: 'disk',
    key: 'diskBytes',
    value: '<size>',
    words: `most room for its own files; none for what the host's reserve leaves (default: ${sizeDefault(defaultLimits.diskBytes)})`,
    parse: sizeArgument,
  },
  {
    name: 'inodes',
    field: 'inodes',
    key: 'diskInodes',
    value: '<number>',
    words: `most files, folders and links of its own (default: ${defaultLimits.diskInodes})`,
    parse: inodesArgument,
  },
  {
    name: 'io-read',
    field: 'ioRead',
    key: 'ioReadBytesPerSecond',
    value: '<size>',
    words: 'most that it reads from the disk in a second, for example 20M (default: none)',
    parse: sizeArgument,
  },
  {
    name: 'io-write',
    field: 'ioWrite',
    key: 'ioWriteBytesPerSecond',
    value: '<size>',
    words: 'most that it writes to the disk in a second (default: none)',
    parse: sizeArgument,
  },
  {
    name: 'io-weight',
    field: 'ioWeight',
    key: 'ioWeight',
    value: '<number>',
    words: 'its part of a busy disk, 1 to 1000, against 100 of the others (default: none)',
    parse: weightArgument,
  },
];

/** The limits that were given, as the contract has them; the others have its defaults. */
export function limitsOfOptions(values: LimitValues): Partial<Limits> {
  return Object.fromEntries(
    limitOptions.flatMap(({ field, key }) => {
      const value: LimitArgument | undefined = values[field];
      return value === undefined ? [] : [[key, limitOf(value)]];
    }),
  );
}
