// SPDX-License-Identifier: Apache-2.0
/** Tells all who listen of what happens, one kind of it. */

export interface Listeners<T> {
  /** Gives a function that ends the listening. */
  add(listener: (value: T) => void): () => void;
  tell(value: T): void;
}

/** Begins with nobody who listens. */
export function createListeners<T>(): Listeners<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell: (value) => listeners.forEach((listener) => listener(value)),
  };
}
