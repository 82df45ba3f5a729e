// SPDX-License-Identifier: Apache-2.0
/** Names of snapshots that nobody named. */

/**
 * The prefix and the time in UTC, for example `before-removal-2026-11-27-061502`; without a prefix the time alone. One
 * that there is already gets a number: `…-061502-2`.
 */
export function nameSnapshot(
  prefix: string | undefined,
  { seconds, exists }: { readonly seconds: number; readonly exists: (name: string) => boolean },
): string {
  const [day = '', time = ''] = new Date(seconds * 1000).toISOString().split('T');
  const name = [prefix, day, time.slice(0, 8).replaceAll(':', '')].filter((part) => part !== undefined).join('-');
  if (!exists(name)) return name;
  let number = 2;
  while (exists(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}
