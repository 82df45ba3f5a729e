// SPDX-License-Identifier: Apache-2.0
/** The word that was probably meant by one with a typing mistake. */

const maxDistance = 2;

/** The nearest of the known words, undefined when none is near. */
export function findNearWord(word: string, known: readonly string[]): string | undefined {
  const distances = known.map((one) => [one, distanceOf(word, one)] as const);
  const [nearest] = distances.toSorted(([, left], [, right]) => left - right);
  if (nearest === undefined) return undefined;
  const begins = known.find((one) => word.length >= 2 && one.startsWith(word));
  return nearest[1] <= Math.min(maxDistance, Math.floor(word.length / 2)) ? nearest[0] : begins;
}

/** The number of letters to add, leave out or change. */
function distanceOf(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(left).entries()) {
    const next = [index + 1];
    for (const [place, other] of Array.from(right).entries())
      next.push(
        Math.min((next[place] ?? 0) + 1, (row[place + 1] ?? 0) + 1, (row[place] ?? 0) + (letter === other ? 0 : 1)),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}
