// SPDX-License-Identifier: Apache-2.0
/** Runs work that reports its progress to its end, and gives its result. */

export async function runToEnd<Item, Result>(
  work: AsyncGenerator<Item, Result, undefined>,
  onItem: (item: Item) => void = () => undefined,
): Promise<Result> {
  for (;;) {
    const next = await work.next();
    if (next.done === true) return next.value;
    onItem(next.value);
  }
}
