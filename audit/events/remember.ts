// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a pure function of a text answer repeated texts from memory. Bounded: few distinct texts make up nearly all of
 * a log, and when there are more the memory starts anew.
 */

const maxTexts = 4096;

/** A remembered text may be a slice that keeps its whole line alive, so only ordinary lengths are kept. */
const longestText = 1024;

export function remember<Result>(compute: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return function recall(text) {
    const old = known.get(text);
    if (old !== undefined) return old;
    const result = compute(text);
    if (text.length > longestText) return result;
    if (known.size >= maxTexts) known.clear();
    known.set(flat(text), result);
    return result;
  };
}

/** A copy that shares no memory with the text it was cut from. */
function flat(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
