// SPDX-License-Identifier: Apache-2.0
/**
 * How many cgroups a container may create below its own, and how deep. Its root may create cgroups freely. Each uses
 * kernel memory that no limit of the container counts, and slows everybody's tools: thousands of them made stopping
 * their container take tens of seconds.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConfigurationLine, valueOf } from '../lxc/configuration-file.ts';
import { textOf } from '../system/files/text-of.ts';

/** A container with systemd creates about fifty, three deep; nested containers a dozen each. */
const bounds = [
  { file: 'cgroup.max.descendants', most: 1000 },
  { file: 'cgroup.max.depth', most: 32 },
] as const;

const keyOf = (file: string): string => `lxc.cgroup2.${file}`;

/** The lines of a configuration that limit it. */
export function boundLines(): readonly ConfigurationLine[] {
  return bounds.map(({ file, most }) => ({ key: keyOf(file), value: String(most) }));
}

/** Gives the bounds for which a configuration has no line. Values that somebody chose stay. */
export function missingBounds(lines: readonly ConfigurationLine[]): readonly ConfigurationLine[] {
  return boundLines().filter(({ key }) => valueOf(lines, key) === undefined);
}

/** The keys of the missing limits, whether by choice or by omission. */
export function unboundedKeys(lines: readonly ConfigurationLine[]): readonly string[] {
  return boundLines().flatMap(({ key }) => (Number.isSafeInteger(Number(valueOf(lines, key) ?? 'max')) ? [] : [key]));
}

/**
 * Limits the cgroup of a running container, where it is not limited. Does nothing for a cgroup that no longer exists.
 */
export function boundCgroup(cgroup: string): void {
  for (const { file, most } of bounds) {
    const path = join(cgroup, file);
    if (textOf(path)?.trim() === 'max') writeFileSync(path, String(most));
  }
}

/** The lines of these keys, as an administrator writes them. */
export function boundsFor(keys: readonly string[]): readonly string[] {
  return boundLines().flatMap(({ key, value }) => (keys.includes(key) ? [`${key} = ${value}`] : []));
}
