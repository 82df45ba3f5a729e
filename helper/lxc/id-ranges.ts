// SPDX-License-Identifier: Apache-2.0
/**
 * Chooses the host ids of a container's user namespace: a range that no other container has, out of what root may use.
 */

import { existsSync, readFileSync } from 'node:fs';
import type { ConfigurationLine } from './configuration-file.ts';

/** Ids that a container sees: 0 to 65535. */
export const idsPerContainer = 65_536;

export interface IdRange {
  readonly base: number;
  readonly count: number;
}

/** root's ranges in the format of subuid(5): `root:100000:1000000000`. */
export function rangesOfRoot(subids: string): readonly IdRange[] {
  return subids.split('\n').flatMap((line) => {
    const match = /^(?:root|0):(\d+):(\d+)$/.exec(line.trim());
    return match === null ? [] : [{ base: Number(match[1]), count: Number(match[2]) }];
  });
}

/** How many containers root's ranges are enough for: each container takes a whole range of its own. */
export function containersThatFit(subids: string): number {
  return rangesOfRoot(subids).reduce((sum, { count }) => sum + Math.floor(count / idsPerContainer), 0);
}

/** What one `lxc.idmap` line maps; its values for `u 0 165536 65536` are u, 0, and 65536 ids from 165536 on. */
export interface IdMapping {
  /** `u` for users, `g` for groups, `b` for both. */
  readonly kind: string;
  /** The range begins at this id in the container. */
  readonly inside: number;
  readonly host: IdRange;
}

/** The mappings of a configuration, however they are spaced. An empty `lxc.idmap` discards those before it. */
export function idMappingsOf(lines: readonly ConfigurationLine[]): readonly IdMapping[] {
  const values = lines.flatMap(({ key, value }) => (key === 'lxc.idmap' ? [value] : []));
  return values.slice(values.lastIndexOf('') + 1).flatMap((value) => parseIdmap(value) ?? []);
}

/** The range of an `lxc.idmap` value for the user with the container id 0; undefined for others. */
export function rangeOfIdmap(value: string): IdRange | undefined {
  const mapping = parseIdmap(value);
  return mapping?.inside === 0 && mapping.kind !== 'g' ? mapping.host : undefined;
}

function parseIdmap(value: string): IdMapping | undefined {
  const [, kind, inside, base, count] = /^([ugb])\s+(\d+)\s+(\d+)\s+(\d+)$/.exec(value) ?? [];
  const mapping = { inside: Number(inside), host: { base: Number(base), count: Number(count) } };
  // Ids have 32 bits; the kernel takes no map beyond.
  const isPossible = Math.max(mapping.inside, mapping.host.base) + mapping.host.count <= 2 ** 32;
  return kind === undefined || !isPossible ? undefined : { kind, ...mapping };
}

/**
 * The first free range, aligned to its own size after the first id; undefined when none is free. The search begins with
 * the lowest, or with the place that `beginAt` gives for a number of places.
 */
export function chooseRange(
  available: readonly IdRange[],
  taken: readonly IdRange[],
  beginAt: (places: number) => number = () => 0,
): IdRange | undefined {
  for (const range of available) {
    const places = Math.floor(range.count / idsPerContainer);
    if (places === 0) continue;
    const inTheWay = placesOf(taken, range, places);
    const first = beginAt(places);
    for (let step = 0; step < places; step += 1) {
      const place = (first + step) % places;
      if (!inTheWay.has(place)) return { base: range.base + place * idsPerContainer, count: idsPerContainer };
    }
  }
  return undefined;
}

/** The places of a range, each of as many ids as a container has, that others reach into. */
function placesOf(taken: readonly IdRange[], { base }: IdRange, places: number): ReadonlySet<number> {
  const inTheWay = new Set<number>();
  for (const one of taken) {
    const first = Math.max(0, Math.floor((one.base - base) / idsPerContainer));
    const end = Math.min(places, Math.ceil((one.base + one.count - base) / idsPerContainer));
    for (let place = first; place < end; place += 1) inTheWay.add(place);
  }
  return inTheWay;
}

export function overlaps(left: IdRange, right: IdRange): boolean {
  return left.base < right.base + right.count && right.base < left.base + left.count;
}

/** Text of `/etc/subuid`; empty when there is none. */
export function readSubidFile(path = '/etc/subuid'): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
