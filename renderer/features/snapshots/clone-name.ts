// SPDX-License-Identifier: Apache-2.0
/** The name that is proposed for a clone. */

/** `web-copy`, or `web-copy-2` and so on where that is taken. */
export function proposeCloneName(name: string, taken: ReadonlySet<string>): string {
  const base = `${name.slice(0, 50)}-copy`;
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
