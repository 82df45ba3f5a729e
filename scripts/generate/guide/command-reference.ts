// SPDX-License-Identifier: Apache-2.0
/** `docs/reference/bulkheadctl.md`: the command line, from its own definition, as its manual pages are. */

import { describedProgram } from '../../../cli/run.ts';
import {
  type DescribedCommand,
  type DescribedOption,
  describeCommand,
} from '../../../cli/completion/describe-command.ts';

export function commandReference(): string {
  const program = describeCommand(describedProgram());
  return `${[
    '# bulkheadctl',
    'Generated from the definition of the command line by `npm run generate`.',
    program.description,
    codeBlock(`${program.path.join(' ')} ${program.usage}`),
    table('option', program.options.map(optionRow)),
    ...codeBlocks(program.after),
    ...program.commands.flatMap((command) => sectionOf(command, '##')),
  ].join('\n\n')}\n`;
}

function sectionOf(command: DescribedCommand, heading: string): readonly string[] {
  const { path, description, arguments: words, options, commands, after } = command;
  const rows = [
    ...words.map(({ term, description: text, choices }) => [`\`${term}\``, textOf(text, choices)] as const),
    ...options.map(optionRow),
  ];
  return [
    `${heading} ${path.slice(1).join(' ')}`,
    ...description.split('\n').map(escaped),
    ...(commands.length === 0 ? [codeBlock(`${path.join(' ')} ${command.usage}`)] : []),
    ...(rows.length === 0 ? [] : [table('argument or option', rows)]),
    ...codeBlocks(after),
    ...commands.flatMap((inner) => sectionOf(inner, '###')),
  ];
}

function optionRow({ names, value, description, choices }: DescribedOption): readonly [string, string] {
  const last = value === undefined ? '' : ` ${value}`;
  return [`\`${names.join(', ')}${last}\``, textOf(description, choices)];
}

function textOf(description: string, choices: readonly string[]): string {
  const all = choices.map((choice) => `\`${choice}\``).join(', ');
  return escaped(description) + (choices.length === 0 ? '' : ` (${all})`);
}

function table(first: string, rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map(([term, text]) => `| ${term.replaceAll('|', '\\|')} | ${text.replaceAll('|', '\\|')} |`);
  return [`| ${first} | meaning |`, '|---|---|', ...lines].join('\n');
}

function codeBlocks(text: string): readonly string[] {
  return text === '' ? [] : [codeBlock(text)];
}

function codeBlock(text: string): string {
  return `\`\`\`text\n${text.trim()}\n\`\`\``;
}

/** Text that is no markup, neither in Markdown nor in HTML. */
function escaped(text: string): string {
  return text.replaceAll(/[<>*_[\]`\\]/g, (sign) => `\\${sign}`);
}
