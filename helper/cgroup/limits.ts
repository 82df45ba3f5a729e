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

/** As the kernel reads it: a number, with a letter for a power of 1024 (`memparse`, of the kernel). */
function parseBytes(text: string): number {
  const [, number = '', letter = ''] = /^(\d+)([KMGTPE]?)$/i.exec(text) ?? [];
  return parseWhole(number) * 1024 ** ' KMGTPE'.indexOf(letter === '' ? ' ' : letter.toUpperCase());
}

interface LimitFile {
  readonly line: string;
  readonly text: (value: LimitValue) => string;
}

/**
 * What a limit needs beside it to be effective. Without it, memory above the limit would be swapped out, which slows
 * the disk for everybody.
 */
const companions: { readonly [Key in CgroupLimitKey]?: LimitFile } = {
  memoryBytes: { line: 'lxc.cgroup2.memory.swap.max', text: (value) => (value === null ? 'max' : '0') },
};

export const cgroupLimitKeys = limitKeysBy('cgroup');

/** Names of all lines that these limits are written as. */
export const cgroupLimitLines: ReadonlySet<string> = new Set(
  cgroupLimitKeys.flatMap((key) => filesOf(key).map(({ line }) => line)),
);

/** The configuration lines of the limits that are set. */
export function limitLines(limits: CgroupLimits): readonly ConfigurationLine[] {
  return cgroupLimitKeys
    .filter((key) => limits[key] !== null)
    .flatMap((key) => filesOf(key).map(({ line, text }) => ({ key: line, value: text(limits[key]) })));
}

/** The limits in a configuration's lines; null where there is none. */
export function limitsOf(lines: readonly ConfigurationLine[]): CgroupLimits {
  return Object.fromEntries(
    cgroupLimitKeys.map((key) => {
      // An empty value takes back those before it, and `max` is no number.
      const text = lines.findLast((line) => line.key === limitKinds[key].line)?.value ?? '';
      return [key, text === '' ? null : (codecs[limitKinds[key].form].read(text) ?? null)];
    }),
  ) as unknown as CgroupLimits;
}

/** Sets one limit of a running container's cgroup. Raises the kernel's error. */
export function applyLimit(cgroup: string, key: CgroupLimitKey, value: LimitValue): void {
  for (const { line, text } of filesOf(key))
    writeFileSync(
      join(cgroup, line.replace('lxc.cgroup2.', '')),
      // The kernel lets no list of processors be emptied while processes are below it (ENOSPC).
      value === null && key === 'cpuSet' ? processorsAbove(cgroup) : text(value),
    );
}

/** All that the container could have. */
function processorsAbove(cgroup: string): string {
  return readFileSync(join(dirname(cgroup), 'cpuset.cpus.effective'), 'utf8').trim();
}

/** The companion first: with the limit first, memory above it would still be swapped out. */
function filesOf(key: CgroupLimitKey): readonly LimitFile[] {
  const { line, form, lifted } = limitKinds[key];
  const own = { line, text: (value: LimitValue) => (value === null ? lifted : codecs[form].text(value)) };
  const companion = companions[key];
  return companion === undefined ? [own] : [companion, own];
}
