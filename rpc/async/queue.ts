// SPDX-License-Identifier: Apache-2.0
/** A queue between one who pushes and one who awaits. */

export interface Queue<T> extends AsyncIterable<T> {
  /** Adds a value; gives how many now wait. */
  push(value: T): number;
  /** No more values; the reader ends after those that wait. */
  end(): void;
  /** The reader gets this error after the values that wait. */
  fail(error: unknown): void;
}

/**
 * `onTaken` is called each time that the reader has taken a value. `add` puts a pushed value among those that wait: to
 * their end when it is left out.
 */
export function createQueue<T>(
  onTaken: () => void = () => undefined,
  add: (waiting: T[], value: T) => unknown = (waiting, value) => waiting.push(value),
): Queue<T> {
  const values: T[] = [];
  let ending: { readonly error?: unknown } | undefined;
  let wake: (() => void) | undefined;

  function rouse(): void {
    wake?.();
    wake = undefined;
  }

  return {
    push(value) {
      if (ending === undefined) add(values, value);
      rouse();
      return values.length;
    },
    end() {
      ending ??= {};
      rouse();
    },
    fail(error) {
      ending ??= { error };
      rouse();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        while (values.length > 0) {
          const value = values.shift() as T;
          onTaken();
          yield value;
        }
        if (ending !== undefined) {
          if ('error' in ending) throw ending.error;
          return;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
