// SPDX-License-Identifier: Apache-2.0
/** `exec` and `shell`: a command, or a login shell, in a container. */

import { nameArgument } from '../../arguments/argument-parsers.ts';
import { examples } from '../../format/help-text.ts';
import type { Registry } from '../../registry.ts';
import { runConsole } from '../../terminal/run-console.ts';

const filterDescription =
  'On a terminal, what the container sends is limited to text and to what acts on the ' +
  'screen alone: no clipboard, titles, keys, files or questions that the terminal answers.';
const rawHelp = 'let the terminal have whatever the container sends';

interface ConsoleOptions {
  readonly raw?: boolean;
}

const execDescription =
  'Runs a command as root inside a container, on a pseudo-terminal of its own in the ' +
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
      ),
    )
    .option('--raw', rawHelp)
    .action((name: string, command: readonly string[], { raw = false }: ConsoleOptions) =>
      act((context) => runConsole(context, { name, command, isRaw: raw })),
    );
  program
    .command('shell')
    .summary('open a shell in a container')
    .description(`Opens a login shell as root inside a container. The exit code is the shell's.\n${filterDescription}`)
    .argument('<name>', 'name of the container', nameArgument)
    .addHelpText('after', examples('shell web', '--host ssh://ops@web1.example shell db'))
    .option('--raw', rawHelp)
    .action((name: string, { raw = false }: ConsoleOptions) =>
      act((context) => runConsole(context, { name, isRaw: raw })),
    );
}
