// SPDX-License-Identifier: Apache-2.0
/** Limits as cgroup v2 files, for LXC's configuration and for a running container. */

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Limits, LimitValue } from '../../contract/model/containers/limits.ts';
import { type LimitForm, limitKeysBy, type LimitKeyBy, limitKinds } from '../../contract/model/settings/limit-kinds.ts';
import type { ConfigurationLine } from '../lxc/configuration-file.ts';

export type CgroupLimitKey = LimitKeyBy<'cgroup'>;
/** The limits that are files of the cgroup alone. */
export type CgroupLimits = Pick<Limits, CgroupLimitKey>;

/** Microseconds in which a container may use its share of the processors. */
const periodUsec = 100_000;

/** How a value is written in a file of the cgroup, and read; `read` gives undefined for a text that is no such limit. */
interface Codec {
  readonly text: (value: NonNullable<LimitValue>) => string;
  readonly read: (text: string) => LimitValue | undefined;
}

const codecs: Readonly<Record<LimitForm, Codec>> = {
  size: { text: String, read: finite(parseBytes) },
  rate: { text: String, read: finite(parseBytes) },
  number: { text: String, read: finite(parseWhole) },
  cores: {
    text: (value) => `${Math.max(1000, Math.round(Number(value) * periodUsec))} ${periodUsec}`,
    read: finite((text) => {
      const [quota = '', period = String(periodUsec)] = text.split(/\s+/);
      return parseWhole(quota) / parseWhole(period);
    }),
  },
  processors: { text: String, read: (text) => text },
};

function finite(parse: (text: string) => number): Codec['read'] {
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

/** Swap comes first: with the limit of memory first, memory above it would still be swapped out. */
export const cgroupLimitKeys = limitKeysBy('cgroup').toSorted(
  (a, b) => Number(b === 'swapBytes') - Number(a === 'swapBytes'),
);

/** Names of all lines that these limits are written as. */
export const cgroupLimitLines: ReadonlySet<string> = new Set(cgroupLimitKeys.map((key) => limitKinds[key].line));

/** The configuration lines of the limits that are set. */
export function limitLines(limits: CgroupLimits): readonly ConfigurationLine[] {
  return cgroupLimitKeys
    .filter((key) => limits[key] !== null || isWithoutSwap(key, limits))
    .map((key) => ({ key: limitKinds[key].line, value: textOf(key, limits) }));
}

/** The limits in a configuration's lines; null where there is none. */
export function limitsOf(lines: readonly ConfigurationLine[]): CgroupLimits {
  // The type checker does not follow which key of the table has which value.
  const limits = Object.fromEntries(
    cgroupLimitKeys.map((key) => {
      // An empty value takes back those before it, and `max` is no number.
      const text = lines.findLast((line) => line.key === limitKinds[key].line)?.value ?? '';
      return [key, text === '' ? null : (codecs[limitKinds[key].form].read(text) ?? null)];
    }),
  ) as unknown as CgroupLimits;
  return limits.swapBytes === 0 && limits.memoryBytes !== null ? { ...limits, swapBytes: null } : limits;
}

/** Sets one limit of a running container's cgroup. Raises the kernel's error. */
export function applyLimit(cgroup: string, key: CgroupLimitKey, limits: CgroupLimits): void {
  if (key === 'memoryBytes') applyLimit(cgroup, 'swapBytes', limits);
  writeFileSync(
    join(cgroup, limitKinds[key].line.replace('lxc.cgroup2.', '')),
    // The kernel lets no list of processors be emptied while processes are below it (ENOSPC).
    limits[key] === null && key === 'cpuSet' ? processorsAbove(cgroup) : textOf(key, limits),
  );
}

/** Lists all processors that the container could have. */
function processorsAbove(cgroup: string): string {
  return readFileSync(join(dirname(cgroup), 'cpuset.cpus.effective'), 'utf8').trim();
}

function textOf(key: CgroupLimitKey, limits: CgroupLimits): string {
  const { form, lifted } = limitKinds[key];
  const value = limits[key];
  if (value !== null) return codecs[form].text(value);
  return isWithoutSwap(key, limits) ? '0' : lifted;
}

/** Memory above its limit would be swapped out, which slows the disk for everybody. */
function isWithoutSwap(key: CgroupLimitKey, { swapBytes, memoryBytes }: CgroupLimits): boolean {
  return key === 'swapBytes' && swapBytes === null && memoryBytes !== null;
}
