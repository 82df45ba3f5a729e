// SPDX-License-Identifier: Apache-2.0
/**
 * Lets three commands take words that look like options, without `--`: `exec NAME COMMAND...`, of which nothing is an
 * option of this program from the command's first word on, `tag NAME +word -word`, and `ls -word`.
 */

/** Lists the options that stand before a command and take a word of their own. */
const optionsWithValue: ReadonlySet<string> = new Set(['--host', '--format', '--user', '--cwd', '--tag']);

/**
 * Takes the words of a command line; gives them with `--` before those that are no options of this program.
 * Commander's own `passThroughOptions` would forbid `--host` and `--json` after the name of every other command.
 */
export function protectOperands(words: readonly string[]): readonly string[] {
  const verb = nextOperand(words, 0);
  if (words[verb] === 'ls' && !words.includes('-h')) return protectWords(words, verb + 1);
  const name = nextOperand(words, verb + 1);
  if (name >= words.length) return words;
  if (words[verb] === 'exec') return protectCommand(words, nextOperand(words, name + 1));
  return words[verb] === 'tag' ? protectWords(words, name + 1) : words;
}

function protectCommand(words: readonly string[], command: number): readonly string[] {
  if (command >= words.length || words.slice(0, command).includes('--')) return words;
  return [...words.slice(0, command), '--', ...words.slice(command)];
}

/** No tag and no word of a filter begins with two dashes, so such words are options, also between the others. */
function protectWords(words: readonly string[], from: number): readonly string[] {
  if (words.includes('--')) return words;
  const rest = words.slice(from);
  const isOfProgram = (word: string, place: number): boolean =>
    word.startsWith('--') || optionsWithValue.has(rest[place - 1] ?? '');
  const operands = rest.filter((word, place) => !isOfProgram(word, place));
  return [...words.slice(0, from), ...rest.filter(isOfProgram), ...(operands.length === 0 ? [] : ['--', ...operands])];
}

/** The place of the first word from there on that is neither an option nor an option's value. */
export function nextOperand(words: readonly string[], from: number): number {
  let place = from;
  for (let word = words[place]; word !== undefined && isOption(word); word = words[place])
    place += optionsWithValue.has(word) ? 2 : 1;
  return place;
}

/** `--` is one here: what follows it is the next operand. */
function isOption(word: string): boolean {
  return word.startsWith('-') && word.length > 1;
}
