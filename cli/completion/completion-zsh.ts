// SPDX-License-Identifier: Apache-2.0
/** Completion for zsh, with descriptions. */

import type { CompletionOption, CompletionPlace } from './completion-words.ts';

export function zshCompletion(places: readonly CompletionPlace[]): string {
  return `#compdef bulkheadctl
# Generated from the definition of the command line.

${places.map((place) => placeFunction(place)).join('\n')}
_bulkheadctl "$@"
`;
}

function placeFunction(place: CompletionPlace): string {
  const options = place.options.map((option) => `        '${specOf(option)}'`).join(' \\\n');
  if (place.commands.length === 0)
    return `${functionName(place.path)}() {
    _arguments -s \\
${options} \\
        '*: :_files'
}
`;
  return `${functionName(place.path)}() {
    local -a commands
    local context state state_descr line
    typeset -A opt_args
    commands=(
${place.commands.map(({ word, description }) => `        '${word}:${escaped(description)}'`).join('\n')}
    )
    _arguments -s -C \\
${options} \\
        '1:command:->command' \\
        '*::argument:->argument'
    case $state in
    command) _describe command commands ;;
    argument)
        case $line[1] in
${place.commands.map(({ word }) => `        ${word}) ${functionName(`${place.path} ${word}`)} ;;`).join('\n')}
        esac
        ;;
    esac
}
`;
}

function functionName(path: string): string {
  return ['_bulkheadctl', ...path.trim().split(' ')]
    .filter((part) => part !== '')
    .join('_')
    .replaceAll('-', '_');
}

function specOf({ word, description, value }: CompletionOption): string {
  return `${word}[${escaped(description)}]${action(value)}`;
}

function action(value: CompletionOption['value']): string {
  switch (value) {
    case 'none':
      return '';
    case 'file':
      return ':file:_files';
    case 'folder':
      return ':folder:_files -/';
    case 'other':
      return ':value: ';
    default:
      return `:value:(${value.join(' ')})`;
  }
}

function escaped(text: string): string {
  return text.replaceAll(':', '\\:');
}
