// SPDX-License-Identifier: Apache-2.0
/** Cuts a list into pieces of at most a given length. */

export function chunksOf<Value>(values: readonly Value[], most: number): Value[][] {
  return Array.from({ length: Math.ceil(values.length / most) }, (_, index) =>
    values.slice(index * most, (index + 1) * most),
  );
}
