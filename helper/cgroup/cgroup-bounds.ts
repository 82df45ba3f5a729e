// SPDX-License-Identifier: Apache-2.0
/**
 * How many cgroups a container may make below its own, and how deep. Its root may make cgroups freely, and each costs
 * the kernel memory that no limit of the container's counts, and everybody's tools time: thousands of them made
 * stopping their container take tens of seconds.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConfigurationLine, valueOf } from '../lxc/configuration-file.ts';
import { textOf } from '../system/files/text-of.ts';

/** A container with systemd makes about fifty, three deep; containers of its own a dozen each. */
const bounds = [
  { file: 'cgroup.max.descendants', most: 1000 },
  { file: 'cgroup.max.depth', most: 32 },
] as const;

const keyOf = (file: string): string => `lxc.cgroup2.${file}`;

/** The lines of a configuration that bound it. */
export function boundLines(): readonly ConfigurationLine[] {
  return bounds.map(({ file, most }) => ({ key: keyOf(file), value: String(most) }));
}

/** Those of them for which a configuration says nothing. What somebody chose otherwise stays. */
export function missingBounds(lines: readonly ConfigurationLine[]): readonly ConfigurationLine[] {
  return boundLines().filter(({ key }) => valueOf(lines, key) === undefined);
}

/** The keys of what is not bounded, by choice or by omission. */
export function unboundedKeys(lines: readonly ConfigurationLine[]): readonly string[] {
  return boundLines().flatMap(({ key }) => (Number.isSafeInteger(Number(valueOf(lines, key) ?? 'max')) ? [] : [key]));
}

/** Bounds the cgroup of a container that runs, where it is not bounded. A cgroup that is gone needs nothing. */
export function boundCgroup(cgroup: string): void {
  for (const { file, most } of bounds) {
    const path = join(cgroup, file);
    if (textOf(path)?.trim() === 'max') writeFileSync(path, String(most));
  }
}

/** What an administrator types for the same. */
export function boundCommands(configuration: string, keys: readonly string[]): readonly string[] {
  return boundLines().flatMap(({ key, value }) =>
    keys.includes(key) ? [`printf '%s\\n' '${key} = ${value}' >> ${configuration}`] : [],
  );
}
