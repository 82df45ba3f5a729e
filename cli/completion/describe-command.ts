// SPDX-License-Identifier: Apache-2.0
/**
 * Reads a command line out of its definition in commander, as plain data: what manual pages and completion are made of.
 */

import type { Command } from 'commander';

export interface DescribedOption {
  /** `--host`, or `-q` and `--quiet`. */
  readonly names: readonly string[];
  /** `<host>`, or undefined for a switch. */
  readonly value: string | undefined;
  readonly description: string;
  readonly choices: readonly string[];
}

interface DescribedArgument {
  /** `<name>` or `[command...]`. */
  readonly term: string;
  readonly description: string;
  readonly choices: readonly string[];
}

export interface DescribedCommand {
  /** All the words: `bulkheadctl volume attach`. */
  readonly path: readonly string[];
  readonly usage: string;
  /** Describes the command in a phrase. */
  readonly summary: string;
  /** Sentences; lines are paragraphs. */
  readonly description: string;
  readonly arguments: readonly DescribedArgument[];
  readonly options: readonly DescribedOption[];
  readonly commands: readonly DescribedCommand[];
  /** What its help says after all else: examples, exit codes. */
  readonly after: string;
}

export function describeCommand(command: Command, parents: readonly string[] = []): DescribedCommand {
  const path = [...parents, command.name()];
  return {
    path,
    usage: command.usage(),
    summary: command.summary() || command.description(),
    description: command.description() || command.summary(),
    arguments: command.registeredArguments.map((argument) => ({
      term: argumentTerm(argument.name(), argument),
      description: argument.description,
      choices: argument.argChoices ?? [],
    })),
    options: command.options
      .filter((option) => !option.hidden)
      .map((option) => ({
        names: [option.short, option.long].filter((name) => name !== undefined),
        value: /[<[].*[>\]]/.exec(option.flags)?.[0],
        description: option.description,
        choices: option.argChoices ?? [],
      })),
    commands: command.commands.map((inner) => describeCommand(inner, path)),
    after: textAfterHelp(command),
  };
}

function argumentTerm(
  name: string,
  { required, variadic }: { readonly required: boolean; readonly variadic: boolean },
): string {
  const word = variadic ? `${name}...` : name;
  return required ? `<${word}>` : `[${word}]`;
}

/** Commander keeps it as listeners, which only write it. */
function textAfterHelp(command: Command): string {
  let written = '';
  const { writeOut, ...output } = command.configureOutput();
  command.configureOutput({ ...output, writeOut: (text) => (written += text) });
  command.outputHelp();
  command.configureOutput({ ...output, ...(writeOut && { writeOut }) });
  const help = command.helpInformation();
  return written.startsWith(help) ? written.slice(help.length).trim() : '';
}
