// SPDX-License-Identifier: Apache-2.0
/** True when two sets have a member in common. */

export function shareAny<Value>(left: ReadonlySet<Value>, right: ReadonlySet<Value>): boolean {
  const [fewer, more] = left.size < right.size ? [left, right] : [right, left];
  for (const value of fewer) if (more.has(value)) return true;
  return false;
}
