// SPDX-License-Identifier: Apache-2.0
/**
 * The command that reads a journal inside its container: an argument array of validated values, which no shell sees.
 * What it prints is the container's word.
 */

import type { Params } from '../../../../contract/operations/index.ts';

type Filter = Pick<Params<'log.read'>, 'priority' | 'unit' | 'text'>;

export interface JournalPart extends Filter {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** These fields suffice for a line of a log; the journal has thirty more. */
const fields = 'MESSAGE,PRIORITY,SYSLOG_IDENTIFIER,SYSLOG_PID,UNIT,_COMM,_PID,_SYSTEMD_UNIT';

/** The program uses no colours and no pager, whatever the terminal; without `--all`, long messages are left out. */
const program = ['env', 'SYSTEMD_COLORS=0', 'SYSTEMD_URLIFY=0', 'journalctl'];
const always = ['--no-pager', '--quiet', '--all', '--output=json', `--output-fields=${fields}`];

/** The last lines that are there, newest first when a text is looked for: journalctl counts them only so. */
export function historyCommand(part: JournalPart, lines: number): readonly string[] {
  return [
    ...program,
    ...always,
    ...filterArguments(part),
    `--lines=${lines}`,
    ...(part.text === undefined ? [] : ['--reverse']),
    ...(part.since === undefined ? [] : [`--since=@${Math.floor(part.since)}`]),
    ...(part.until === undefined ? [] : [`--until=@${Math.ceil(part.until)}`]),
  ];
}

/** What comes after this entry; without one, what comes from this time on. */
export function followCommand(filter: Filter, after: string | undefined, since: number): readonly string[] {
  return [
    ...program,
    ...always,
    ...filterArguments(filter),
    '--follow',
    '--no-tail',
    after === undefined ? `--since=@${Math.floor(since)}` : `--after-cursor=${after}`,
  ];
}

function filterArguments({ priority, unit, text }: Filter): readonly string[] {
  return [
    ...(priority === undefined ? [] : [`--priority=${priority}`]),
    ...(unit === undefined ? [] : [`--unit=${unit}`]),
    ...(text === undefined ? [] : [`--grep=${asPattern(text)}`, '--case-sensitive=false']),
  ];
}

/** A regular expression of PCRE2 that matches the text as it stands. */
function asPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|#-]/g, String.raw`\$&`);
}
