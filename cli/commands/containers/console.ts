// SPDX-License-Identifier: Apache-2.0
/** `exec`, `shell` and `console`: a command, or a login shell, in a container, and its boot console. */

import { insideFolderArgument, nameArgument, userArgument } from '../../arguments/argument-parsers.ts';
import { examples } from '../../format/help-text.ts';
import type { Registry } from '../../registry.ts';
import { type ConsoleTarget, runBootConsole, runConsole } from '../../terminal/run-console.ts';

const filterDescription =
  'On a terminal, what the container sends is limited to text and to what acts on the ' +
  'screen alone: no clipboard, titles, keys, files or questions that the terminal answers.';
const rawHelp = 'let the terminal have whatever the container sends';

const userHelp = 'a user of the container instead of root';
const folderHelp = 'begin in this folder of the container';

interface ConsoleOptions {
  readonly raw?: boolean;
  readonly user?: string;
  readonly cwd?: string;
}

const execDescription =
  'Runs a command as root, or another user, inside a container, on a pseudo-terminal of its own in the ' +
  `container. The exit code is the command's.
Input may be a pipe; its end is sent as Ctrl-D. When output goes to a pipe or a file, ` +
  `its line ends are plain newlines.
${filterDescription}`;

export function addConsole({ program, act }: Registry): void {
  program
    .command('exec')
    .summary('run a command in a container')
    .usage('<name> <command> [argument...]')
    .description(execDescription)
    .argument('<name>', 'name of the container', nameArgument)
    .argument('<command...>', 'the command; options after its first word are its own')
    .addHelpText(
      'after',
      examples(
        'exec web systemctl is-system-running',
        'exec web cat /etc/os-release > os-release',
        "exec web sh -c 'ls /srv | wc -l'",
        'exec --user www-data --cwd /srv/www web git status',
      ),
    )
    .option('--user <user>', userHelp, userArgument)
    .option('--cwd <folder>', folderHelp, insideFolderArgument)
    .option('--raw', rawHelp)
    .action((name: string, command: readonly string[], options: ConsoleOptions) =>
      act((context) => runConsole(context, { ...targetOf(name, options), command })),
    );
  program
    .command('shell')
    .summary('open a shell in a container')
    .description(
      'Opens a login shell as root, or another user, inside a container. ' +
        `The exit code is the shell's.\n${filterDescription}`,
    )
    .argument('<name>', 'name of the container', nameArgument)
    .addHelpText('after', examples('shell web', 'shell --user www-data web', '--host ssh://ops@web1.example shell db'))
    .option('--user <user>', userHelp, userArgument)
    .option('--cwd <folder>', folderHelp, insideFolderArgument)
    .option('--raw', rawHelp)
    .action((name: string, options: ConsoleOptions) => act((context) => runConsole(context, targetOf(name, options))));
  program
    .command('console')
    .summary('join the boot console of a container')
    .description(
      "Joins the container's /dev/console: what init and services write there, and the login that it may offer. " +
        'What it wrote before is in the log: bulkheadctl logs NAME --source console. ' +
        'One session has it at a time. Ctrl-] leaves it; when input is a pipe, its end leaves the output running until ' +
        `the container stops.\n${filterDescription}`,
    )
    .argument('<name>', 'name of the container', nameArgument)
    .addHelpText('after', examples('console web', 'console web < /dev/null'))
    .option('--raw', rawHelp)
    .action((name: string, { raw = false }: Pick<ConsoleOptions, 'raw'>) =>
      act((context) => runBootConsole(context, { name, isRaw: raw })),
    );
}

function targetOf(name: string, { raw = false, user, cwd }: ConsoleOptions): ConsoleTarget {
  return { name, isRaw: raw, ...(user !== undefined && { user }), ...(cwd !== undefined && { folder: cwd }) };
}
