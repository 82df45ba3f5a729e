/** `exec` and `shell`: a command, or a login shell, in a container. */

import { nameArgument } from '../arguments/argument-parsers.ts';
import { examples } from '../help-text.ts';
import type { Registry } from '../registry.ts';
import { runConsole } from '../terminal/run-console.ts';

const execDescription = `Runs a command as root inside a container, on a pseudo-terminal of its own in the container. The exit code is the command's.
Input may be a pipe; its end is sent as Ctrl-D. When output goes to a pipe or a file, its line ends are plain newlines.`;

export function addConsole({ program, act }: Registry): void {
  program
    .command('exec')
    .summary('run a command in a container')
    .usage('<name> <command> [argument...]')
    .description(execDescription)
    .argument('<name>', 'name of the container', nameArgument)
    .argument('<command...>', 'the command; options after its first word are its own')
    .addHelpText('after', examples('exec web systemctl is-system-running', 'exec web cat /etc/os-release > os-release', "exec web sh -c 'ls /srv | wc -l'"))
    .action((name: string, command: readonly string[]) => act((context) => runConsole(context, { name, command })));
  program
    .command('shell')
    .summary('open a shell in a container')
    .description("Opens a login shell as root inside a container. The exit code is the shell's.")
    .argument('<name>', 'name of the container', nameArgument)
    .addHelpText('after', examples('shell web', '--host ssh://ops@web1.example shell db'))
    .action((name: string) => act((context) => runConsole(context, { name })));
}
