// SPDX-License-Identifier: Apache-2.0
/** Limits in words, for changes that are kept: exact, since a reader may want to set them by hand. */

import { type LimitKey, limitKeys, type Limits, type LimitValue } from '../model/containers/limits.ts';
import { isInBytes, limitKindOf } from '../model/settings/limit-kinds.ts';

/** Limits of which some are named. */
export type SomeLimits = { readonly [Key in LimitKey]?: Limits[Key] | undefined };

const units = ['KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `memory 512 MiB`, or `memory none`; one for each limit that is named, in the order of the contract. */
export function describeLimits(limits: SomeLimits): readonly string[] {
  return limitKeys.flatMap((key) => {
    const value = limits[key];
    return value === undefined ? [] : [`${limitKindOf(key).word} ${formatLimit(key, value)}`];
  });
}

/** `512 MiB`, `20 MiB/s` or `none`. */
export function formatLimit(key: LimitKey, value: LimitValue): string {
  if (value === null) return 'none';
  if (typeof value === 'string' || !isInBytes(key)) return String(value);
  return limitKindOf(key).form === 'rate' ? `${exactBytes(value)}/s` : exactBytes(value);
}

/** Writes the bytes in the largest unit in which they are a whole number. */
export function exactBytes(bytes: number): string {
  let power = 0;
  while (power < units.length && bytes % 1024 ** (power + 1) === 0) power += 1;
  return power === 0 ? `${bytes} B` : `${bytes / 1024 ** power} ${units[power - 1] ?? ''}`;
}
