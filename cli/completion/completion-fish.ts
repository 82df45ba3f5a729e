// SPDX-License-Identifier: Apache-2.0
/** Completion for fish, with descriptions. */

import type { CompletionOption, CompletionPlace, CompletionWord } from './completion-words.ts';

export function fishCompletion(places: readonly CompletionPlace[]): string {
  return `# Generated from the definition of the command line.
# Succeeds where the words before the cursor are exactly these commands, whatever options and names are between them.
function __bulkheadctl_at
    set --local path
    for word in (commandline --tokens-expanded --current-process --cut-at-cursor)[2..]
        set --local longer (string join -- ' ' $path $word)
        contains -- "$longer" ${places
          .filter(({ path }) => path !== '')
          .map(({ path }) => `'${path}'`)
          .join(' ')}
        and set path (string split -- ' ' $longer)
    end
    test "$path" = "$argv[1]"
end
complete --command bulkheadctl --no-files
${places.flatMap(placeLines).join('\n')}
`;
}

function placeLines({ path, commands, options }: CompletionPlace): string[] {
  const at = `complete --command bulkheadctl --condition "__bulkheadctl_at '${path}'"`;
  return [
    ...commands.map((command) => `${at} --arguments '${command.word}'${described(command)}`),
    ...options.map((option) => `${at} ${nameOf(option.word)}${valueOf(option.value)}${described(option)}`),
  ];
}

function nameOf(word: string): string {
  return word.startsWith('--') ? `--long-option '${word.slice(2)}'` : `--short-option '${word.slice(1)}'`;
}

function valueOf(value: CompletionOption['value']): string {
  switch (value) {
    case 'none':
      return '';
    case 'file':
    case 'folder':
      return ' --require-parameter --force-files';
    case 'other':
      return ' --exclusive';
    default:
      return ` --exclusive --arguments '${value.join(' ')}'`;
  }
}

function described({ description }: CompletionWord): string {
  return ` --description '${description}'`;
}
