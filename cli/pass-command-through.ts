// SPDX-License-Identifier: Apache-2.0
/**
 * Lets `exec NAME COMMAND...` work without `--`: from the command's first word on nothing is an option of this program.
 */

/** Of the options that stand before a command, those that take a word of their own. */
const optionsWithValue: ReadonlySet<string> = new Set(['--host', '--user', '--cwd']);

/**
 * Takes the words of a command line; gives them with `--` before the first word of the command that `exec` runs.
 * Commander's own
 * `passThroughOptions` would forbid `--host` and `--json` after the name of every other command.
 */
export function passCommandThrough(words: readonly string[]): readonly string[] {
  const verb = nextOperand(words, 0);
  if (words[verb] !== 'exec') return words;
  const command = nextOperand(words, nextOperand(words, verb + 1) + 1);
  if (command >= words.length || words.slice(0, command).includes('--')) return words;
  return [...words.slice(0, command), '--', ...words.slice(command)];
}

/** The place of the first word from there on that is neither an option nor an option's value. */
function nextOperand(words: readonly string[], from: number): number {
  let place = from;
  for (let word = words[place]; word !== undefined && isOption(word); word = words[place])
    place += optionsWithValue.has(word) ? 2 : 1;
  return place;
}

/** `--` is one here: what follows it is the next operand. */
function isOption(word: string): boolean {
  return word.startsWith('-') && word.length > 1;
}
