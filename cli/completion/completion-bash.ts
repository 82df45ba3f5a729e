// SPDX-License-Identifier: Apache-2.0
/** Writes the completion for bash. It asks no host: a prompt for a password has no place behind a Tab. */

import type { CompletionOption, CompletionPlace } from './completion-words.ts';

export function bashCompletion(places: readonly CompletionPlace[]): string {
  const paths = places.filter(({ path }) => path !== '').map(({ path }) => `'${path}'`);
  const withValue = [
    ...new Set(
      places
        .flatMap(({ options }) => options)
        .filter(takesValue)
        .map(({ word }) => word),
    ),
  ];
  return `# Generated from the definition of the command line.
_bulkheadctl() {
    local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} place='' word index
    COMPREPLY=()
    for ((index = 1; index < COMP_CWORD; index++)); do
        word=\${COMP_WORDS[index]}
        case $word in
            ${withValue.join(' | ')}) ((index++)) ;;
            -*) ;;
            *) case "\${place:+$place }$word" in
                ${paths.join(' | ')}) place="\${place:+$place }$word" ;;
            esac ;;
        esac
    done
    case "$place $previous" in
${places.flatMap(valueCases).join('\n')}
    esac
    case $place in
${places.map(wordCase).join('\n')}
    esac
}
complete -F _bulkheadctl bulkheadctl
`;
}

function valueCases({ path, options }: CompletionPlace): string[] {
  return options.filter(takesValue).map(({ word, value }) => `        '${path} ${word}') ${reply(value)}; return ;;`);
}

function reply(value: CompletionOption['value']): string {
  if (value === 'file') return 'compopt -o default';
  if (value === 'folder') return 'compopt -o dirnames';
  return typeof value === 'string' ? ':' : `COMPREPLY=($(compgen -W '${value.join(' ')}' -- "$current"))`;
}

function wordCase({ path, commands, options }: CompletionPlace): string {
  const words = [...commands, ...options].map(({ word }) => word).join(' ');
  return `        '${path}') COMPREPLY=($(compgen -W '${words}' -- "$current")) ;;`;
}

function takesValue({ value }: CompletionOption): boolean {
  return value !== 'none';
}
