// SPDX-License-Identifier: Apache-2.0
/** Values that are made when they are first needed: a program uses few of the schemas that the contract declares. */

/** Gives a function that calls `make` the first time that it is called, and gives the same value from then on. */
export function makeOnce<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
