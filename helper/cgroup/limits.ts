// SPDX-License-Identifier: Apache-2.0
/** Limits as cgroup v2 files, for LXC's configuration and for a running container. */

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Limits, LimitValue } from '../../contract/model/containers/limits.ts';
import type { ConfigurationLine } from '../lxc/configuration-file.ts';

/** The limits that are files of the cgroup alone. */
export type CgroupLimits = Pick<Limits, 'memoryBytes' | 'cpus' | 'cpuWeight' | 'cpuSet' | 'pids'>;
export type CgroupLimitKey = keyof CgroupLimits;

/** Microseconds in which a container may use its share of the processors. */
const periodUsec = 100_000;

interface LimitFile {
  readonly file: string;
  readonly text: (value: LimitValue) => string;
  /** What takes the limit away while it runs, by the folder of its cgroup; the text of null when left out. */
  readonly lifted?: (cgroup: string) => string;
}

/** Gives undefined for a text that is no such limit. */
type Parse<Key extends CgroupLimitKey> = (text: string) => CgroupLimits[Key] | undefined;

/**
 * Each limit has a cgroup file, and a text for its value. Only these files, and those of {@link companions}, are
 * written.
 */
const files: { readonly [Key in CgroupLimitKey]: LimitFile & { readonly parse: Parse<Key> } } = {
  memoryBytes: { file: 'memory.max', text: textOr('max'), parse: finite(parseBytes) },
  cpus: {
    file: 'cpu.max',
    text: (value) =>
      typeof value === 'number'
        ? `${Math.max(1000, Math.round(value * periodUsec))} ${periodUsec}`
        : `max ${periodUsec}`,
    parse: finite((text) => {
      const [quota = '', period = String(periodUsec)] = text.split(/\s+/);
      return parseWhole(quota) / parseWhole(period);
    }),
  },
  cpuWeight: { file: 'cpu.weight', text: textOr('100'), parse: finite(parseWhole) },
  // The kernel lets no list be emptied while processes are below it (ENOSPC).
  cpuSet: { file: 'cpuset.cpus', text: textOr(''), lifted: processorsAbove, parse: (text) => text },
  pids: { file: 'pids.max', text: textOr('max'), parse: finite(parseWhole) },
};

function textOr(none: string): LimitFile['text'] {
  return (value) => (value === null ? none : String(value));
}

/** All that the container could have. */
function processorsAbove(cgroup: string): string {
  return readFileSync(join(dirname(cgroup), 'cpuset.cpus.effective'), 'utf8').trim();
}

function finite(parse: (text: string) => number): (text: string) => number | undefined {
  return (text) => {
    const value = parse(text);
    return Number.isFinite(value) ? value : undefined;
  };
}

/** NaN for what is no whole number of at least 0. */
function parseWhole(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

/** Reads a size as the kernel does: a number, with a letter for a power of 1024 (`memparse`, of the kernel). */
function parseBytes(text: string): number {
  const [, number = '', letter = ''] = /^(\d+)([KMGTPE]?)$/i.exec(text) ?? [];
  return parseWhole(number) * 1024 ** ' KMGTPE'.indexOf(letter === '' ? ' ' : letter.toUpperCase());
}

/**
 * What a limit needs beside it to be effective. Without it, memory above the limit would be swapped out, which slows
 * the disk for everybody.
 */
const companions: { readonly [Key in CgroupLimitKey]?: LimitFile } = {
  memoryBytes: { file: 'memory.swap.max', text: (value) => (value === null ? 'max' : '0') },
};

export const cgroupLimitKeys = Object.keys(files) as readonly CgroupLimitKey[];

/** Names of all lines that these limits are written as. */
export const cgroupLimitLines: ReadonlySet<string> = new Set(
  cgroupLimitKeys.flatMap((key) => filesOf(key).map(lineOf)),
);

/** The configuration lines of the limits that are set. */
export function limitLines(limits: CgroupLimits): readonly ConfigurationLine[] {
  return cgroupLimitKeys
    .filter((key) => limits[key] !== null)
    .flatMap((key) => filesOf(key).map((own) => ({ key: lineOf(own), value: own.text(limits[key]) })));
}

/** The limits in a configuration's lines; null where there is none. */
export function limitsOf(lines: readonly ConfigurationLine[]): CgroupLimits {
  function read<Key extends CgroupLimitKey>(key: Key): CgroupLimits[Key] | null {
    // An empty value takes back those before it, and `max` is no number.
    const text = lines.findLast((line) => line.key === lineOf(files[key]))?.value ?? '';
    return text === '' ? null : (files[key].parse(text) ?? null);
  }
  return {
    memoryBytes: read('memoryBytes'),
    cpus: read('cpus'),
    cpuWeight: read('cpuWeight'),
    cpuSet: read('cpuSet'),
    pids: read('pids'),
  };
}

/** Sets one limit of a running container's cgroup. Raises the kernel's error. */
export function applyLimit(cgroup: string, key: CgroupLimitKey, value: LimitValue): void {
  for (const { file, text, lifted } of filesOf(key))
    writeFileSync(join(cgroup, file), value === null && lifted !== undefined ? lifted(cgroup) : text(value));
}

/** Puts the companion first: with the limit first, memory above it would still be swapped out. */
function filesOf(key: CgroupLimitKey): readonly LimitFile[] {
  const companion = companions[key];
  return companion === undefined ? [files[key]] : [companion, files[key]];
}

function lineOf({ file }: LimitFile): string {
  return `lxc.cgroup2.${file}`;
}
