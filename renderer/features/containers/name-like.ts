// SPDX-License-Identifier: Apache-2.0
/** The name that is proposed for a container that is like another. */

/** `web-2` like `web`, and `web-3` like `web-2`: the first that none of these containers has. */
export function nameLike(name: string, taken: ReadonlySet<string>): string {
  const base = name.replace(/-\d+$/, '').slice(0, 56);
  for (let number = 2; ; number += 1) {
    const candidate = `${base}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
