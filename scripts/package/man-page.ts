// SPDX-License-Identifier: Apache-2.0
/** Writes manual pages in man(7)'s macros: one for the program, and one for each of its commands with all that is below it. */

import { joinLines } from '../../cli/format/join-lines.ts';
import type { DescribedCommand, DescribedOption } from '../../cli/completion/describe-command.ts';

export interface ManFacts {
  readonly version: string;
  /** `2026-11-24`. */
  readonly date: string;
}

/** Gives the pages by file name: `bulkheadctl.1`, `bulkheadctl-volume.1`. */
export function manPages(program: DescribedCommand, facts: ManFacts): ReadonlyMap<string, string> {
  const options = section('GLOBAL OPTIONS', program.options.flatMap(optionLines));
  const pages = program.commands.map(
    (command) =>
      [
        `${pageName(command)}.1`,
        page(command, facts, [...commandSections(command), ...options, ...seeAlso([program.path])]),
      ] as const,
  );
  const commands = program.commands.flatMap((command) => [
    '.TP',
    `.BR ${pageName(command)} (1)`,
    roff(sentence(command.summary)),
  ]);
  const overview = page(program, facts, [
    ...section('SYNOPSIS', [`.B ${program.path.join(' ')}`, roff(program.usage)]),
    ...section('DESCRIPTION', paragraphs(program.description)),
    ...section('OPTIONS', program.options.flatMap(optionLines)),
    ...section('COMMANDS', commands),
    ...afterSections(program.after),
    ...seeAlso(program.commands.map(({ path }) => path)),
  ]);
  return new Map([[`${pageName(program)}.1`, overview], ...pages]);
}

function page(command: DescribedCommand, { version, date }: ManFacts, lines: readonly string[]): string {
  const title = pageName(command).toUpperCase();
  return [
    '.\\" Generated from the definition of the command line.',
    `.TH ${title} 1 ${date} "Bulkhead ${version}" "User Commands"`,
    ...section('NAME', [`${roff(pageName(command))} \\- ${roff(phrase(command.summary))}`]),
    ...lines,
    '',
  ].join('\n');
}

function commandSections(command: DescribedCommand): string[] {
  const runnable = runnableOf(command);
  return [
    ...section(
      'SYNOPSIS',
      runnable.flatMap((each, index) => [...(index === 0 ? [] : ['.br']), ...synopsis(each)]),
    ),
    ...(command.commands.length === 0
      ? [...section('DESCRIPTION', details(command)), ...afterSections(command.after)]
      : [
          ...section('DESCRIPTION', paragraphs(command.description)),
          ...section(
            'COMMANDS',
            runnable.flatMap((each) => [
              '.SS ' + quoted(each.path.slice(1).join(' ')),
              ...details(each),
              ...examples(each.after),
            ]),
          ),
        ]),
  ];
}

/**
 * Lists the commands that do something: one that has commands below it does so where it has options or arguments of its
 * own.
 */
function runnableOf(command: DescribedCommand): readonly DescribedCommand[] {
  const isRunnable = command.commands.length === 0 || command.options.length > 0 || command.arguments.length > 0;
  return [...(isRunnable ? [command] : []), ...command.commands.flatMap(runnableOf)];
}

function synopsis({ path, arguments: words, options }: DescribedCommand): string[] {
  const rest = [...(options.length > 0 ? ['[options]'] : []), ...words.map(({ term }) => term)];
  return [`.B ${roff(path.join(' '))}`, ...(rest.length > 0 ? [roff(rest.join(' '))] : [])];
}

function details({ description, arguments: words, options }: DescribedCommand): string[] {
  return [
    ...paragraphs(description),
    ...words.flatMap(({ term, description: text, choices }) => tagged(`.I ${roff(term)}`, text, choices)),
    ...options.flatMap(optionLines),
  ];
}

function optionLines({ names, value, description, choices }: DescribedOption): string[] {
  const last = value === undefined ? '' : ` \\fI${roff(value)}\\fR`;
  return tagged(names.map((name) => `\\fB${roff(name)}\\fR`).join(', ') + last, description, choices);
}

function tagged(tag: string, text: string, choices: readonly string[]): string[] {
  const ending = choices.length === 0 ? '' : ` (${choices.join(', ')})`;
  return ['.TP', tag, roff(sentence(`${text}${ending}`))];
}

/** What the help says after all else: `Examples:` are shown as they are typed. */
function afterSections(after: string): string[] {
  const [text = ''] = after.split(/^Examples:$/m);
  return [...section('NOTES', paragraphs(text.trim())), ...section('EXAMPLES', examples(after))];
}

function examples(after: string): string[] {
  const [, lines] = after.split(/^Examples:$/m);
  return lines === undefined
    ? []
    : [
        '.PP',
        '.nf',
        ...lines
          .trim()
          .split('\n')
          .map((line) => roff(line.trim())),
        '.fi',
      ];
}

function seeAlso(paths: readonly (readonly string[])[]): string[] {
  const names = paths.map((path, index) => `.BR ${roff(path.join('-'))} (1)${index === paths.length - 1 ? '' : ','}`);
  return section('SEE ALSO', names);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`.SH ${quoted(title)}`, ...lines];
}

/**
 * A line is a paragraph. Of a list, whose lines are indented, a term is shown as it is typed, with the deeper lines below
 * it as its text.
 */
function paragraphs(text: string): string[] {
  const lines = joinLines(text)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.flatMap((line, index) => {
    const [depth, next] = [depthOf(line), depthOf(lines[index + 1] ?? '')];
    if (depth === 0) return [...(index === 0 ? [] : ['.PP']), roff(sentence(line.trim()))];
    if (next > depth) return ['.TP', `.B ${roff(line.trim())}`];
    return [...(depth > depthOf(lines[index - 1] ?? '') ? [] : ['.br']), roff(line.trim())];
  });
}

function depthOf(line: string): number {
  return line.search(/\S|$/);
}

function pageName({ path }: DescribedCommand): string {
  return path.join('-');
}

function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.:!?]$/.test(begun) ? begun : `${begun}.`;
}

function phrase(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');
}

function quoted(text: string): string {
  return `"${roff(text)}"`;
}

/** Text that troff shows as it is: a hyphen is the minus of the keyboard, and no line begins with a control character. */
export function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/, '\\&');
}
