// SPDX-License-Identifier: Apache-2.0
/**
 * What information passes by: an object is a type, a class and a level. Levels are symbolic: constraints compare sets of
 * categories only as wholes, so that one pair of disjoint sets stands for all pairs.
 */

/** Names the levels of a first container, of a second one, of both, and of the host. */
export const levels = {
  none: 's0',
  first: 's0:c1,c2',
  second: 's0:c3,c4',
  both: 's0:c1.c4',
  range: 's0-s0:c0.c1023',
} as const;
export type LevelName = keyof typeof levels;
export const levelNames = Object.keys(levels) as readonly LevelName[];

export interface Subject {
  readonly type: string;
  readonly level: LevelName;
}

export interface FlowObject {
  readonly type: string;
  readonly class: string;
  readonly level: LevelName;
}

export function keyOf({ type, class: className, level }: FlowObject): string {
  return `${type}:${className}:${level}`;
}
