// SPDX-License-Identifier: Apache-2.0
/** Calls back while a source has nothing to give, so that a sender who waits can say that more will come. */

/** `give` is called each time that the source has given nothing for that long; what it raises is left to the source. */
export async function* withSignsOfLife<T>(
  source: AsyncIterable<T>,
  give: () => Promise<unknown>,
  everyMs = 20_000,
): AsyncGenerator<T, void, undefined> {
  const values = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const timer = setInterval(() => void give().catch(() => undefined), everyMs);
      const next = await values.next().finally(() => clearInterval(timer));
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await values.return?.();
  }
}
