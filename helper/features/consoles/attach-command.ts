// SPDX-License-Identifier: Apache-2.0
/**
 * The command line that runs a program inside a container on a terminal, and the environment that it runs with. It
 * never runs a shell on the host.
 */

import { containerNameSchema } from '../../../contract/model/names.ts';
import { insideArguments } from './inside-command.ts';
import type { InsideCommand } from './ports.ts';

export interface HostCommand {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const terminalType = 'xterm-256color';

/** The environment of the program inside; nothing of the helper's own. */
const insideEnvironment: Readonly<Record<string, string>> = {
  HOME: '/root',
  LANG: 'C.UTF-8',
  LOGNAME: 'root',
  TERM: terminalType,
  USER: 'root',
};

/** Fixed, so that no variable (`LXC_MEMFD_REXEC` and the like) can change what LXC's programs do. */
export const outsideEnvironment: Readonly<Record<string, string>> = {
  LANG: 'C.UTF-8',
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  TERM: terminalType,
};

/**
 * A known behaviour of lxc-attach (6.0): once no process inside has the terminal open, it hangs up without waiting for
 * the command. A command that closes its own standard streams just before it ends, as touch does, may so be ended by
 * SIGHUP and be reported as 129 although its work is done.
 */
export function attachCommand(name: string, inside: InsideCommand = {}): HostCommand {
  const variables = Object.entries(insideEnvironment).map(([key, value]) => `--set-var=${key}=${value}`);
  return {
    file: '/usr/bin/lxc-attach',
    arguments: ['-n', containerNameSchema.parse(name), '--clear-env', ...variables, '--', ...insideArguments(inside)],
    environment: outsideEnvironment,
  };
}
