// SPDX-License-Identifier: Apache-2.0
/**
 * What can be completed at each place of a command line: the one list from which the scripts of all shells are written.
 */

import type { DescribedCommand, DescribedOption } from './describe-command.ts';

export interface CompletionPlace {
  /** The commands that lead here: empty for the program itself, then `volume`, `volume attach`. */
  readonly path: string;
  readonly commands: readonly CompletionWord[];
  /** Lists the options of this place and those of the program, which are accepted everywhere. */
  readonly options: readonly CompletionOption[];
}

export interface CompletionWord {
  readonly word: string;
  readonly description: string;
}

export interface CompletionOption extends CompletionWord {
  readonly value: 'none' | 'file' | 'folder' | 'other' | readonly string[];
}

const helpOption: CompletionOption = { word: '--help', description: 'show the help of this command', value: 'none' };

export function completionPlaces(program: DescribedCommand): readonly CompletionPlace[] {
  const common = [...program.options.flatMap(words), helpOption];
  const visit = (command: DescribedCommand): CompletionPlace[] => [
    {
      path: command.path.slice(1).join(' '),
      commands: command.commands.map(({ path, summary }) => ({ word: path.at(-1) ?? '', description: line(summary) })),
      options: command === program ? common : [...command.options.flatMap(words), ...common],
    },
    ...command.commands.flatMap(visit),
  ];
  return visit(program);
}

function words({ names, value, description, choices }: DescribedOption): CompletionOption[] {
  return names.map((word) => ({ word, description: line(description), value: valueOf(value, choices) }));
}

function valueOf(value: string | undefined, choices: readonly string[]): CompletionOption['value'] {
  if (value === undefined) return 'none';
  if (choices.length > 0) return choices;
  if (/file|log/.test(value)) return 'file';
  return /folder|dir/.test(value) ? 'folder' : 'other';
}

/** Gives the first line without the characters that end a quoted word, or a description, in one of the shells. */
function line(text: string): string {
  return text.split('\n')[0]?.replace(/[^\p{L}\p{N} ,.;:/()<>|=+-]/gu, '') ?? '';
}
