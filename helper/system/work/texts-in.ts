// SPDX-License-Identifier: Apache-2.0
/** Finds every text in a value of JSON, at any depth. */

export function textsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') found.add(value);
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) textsIn(one, found);
  return found;
}
