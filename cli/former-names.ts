// SPDX-License-Identifier: Apache-2.0
/** Names that commands had before: they still work, and no help names them. */

import { nextOperand } from './protect-operands.ts';

const formerNames: Readonly<Record<string, readonly string[]>> = {
  restore: ['snapshot', 'restore'],
  'drill list': ['drill', 'ls'],
  'alert end': ['alert', 'acknowledge'],
};

/** Takes the words of a command line; gives them with the present name of their command. */
export function replaceFormerNames(words: readonly string[]): readonly string[] {
  const first = nextOperand(words, 0);
  const second = nextOperand(words, first + 1);
  const [group = '', inner = ''] = [words[first], words[second]];
  const ofTwo = formerNames[`${group} ${inner}`];
  if (ofTwo !== undefined) return words.map((word, place) => (place === second ? (ofTwo.at(-1) ?? word) : word));
  const ofOne = Object.hasOwn(formerNames, group) ? formerNames[group] : undefined;
  return ofOne === undefined ? words : words.toSpliced(first, 1, ...ofOne);
}
