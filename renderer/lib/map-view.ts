// SPDX-License-Identifier: Apache-2.0
/**
 * A map that grows in place, in a new view: a comparison by identity sees a change, and a change costs no copy of the
 * whole.
 */

export function viewOf<Key, Value>(map: Map<Key, Value>): ReadonlyMap<Key, Value> {
  return {
    get size() {
      return map.size;
    },
    get: (key) => map.get(key),
    has: (key) => map.has(key),
    keys: () => map.keys(),
    values: () => map.values(),
    entries: () => map.entries(),
    forEach: (visit) => map.forEach(visit),
    [Symbol.iterator]: () => map[Symbol.iterator](),
  };
}
