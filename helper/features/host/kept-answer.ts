// SPDX-License-Identifier: Apache-2.0
/** Keeps an answer for a moment: many who ask at once cost one look, and none gets an older answer than that. */

/**
 * Gives a function that answers as `read` does, at most once in `keptMs`; those who ask meanwhile share the answer. A
 * failed look is not kept. `now` gives milliseconds of a clock that never goes back.
 */
export function keepAnswer<T>(
  read: () => Promise<T>,
  keptMs: number,
  now: () => number = () => performance.now(),
): () => Promise<T> {
  let kept: { readonly answer: Promise<T>; readonly until: number } | undefined;

  return () => {
    if (kept !== undefined && now() < kept.until) return kept.answer;
    const asked = { answer: read(), until: now() + keptMs };
    kept = asked;
    asked.answer.catch(() => {
      if (kept === asked) kept = undefined;
    });
    return asked.answer;
  };
}
