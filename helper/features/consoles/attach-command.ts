// SPDX-License-Identifier: Apache-2.0
/**
 * The command line that runs a program inside a container on a terminal, and the environment that it runs with. It
 * never runs a shell on the host.
 */

import { containerNameSchema } from '../../../contract/model/names.ts';
import type { AttachTarget } from '../containers/ports/containers.ts';
import { insideArguments } from './inside-command.ts';
import type { InsideCommand } from './ports.ts';

export interface HostCommand {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const terminalType = 'xterm-256color';

/** The program inside has this environment, and nothing of the helper's own. */
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

/** What LXC's programs need of a container: its name, and where liblxc finds it when that is not LXC's own path. */
export type ProgramTarget = Pick<AttachTarget, 'name' | 'lxcPath'>;

/** The container, as each of LXC's programs takes it. */
export function targetArguments({ name, lxcPath }: ProgramTarget): readonly string[] {
  return ['-n', containerNameSchema().parse(name), ...(lxcPath === undefined ? [] : ['-P', lxcPath])];
}

/**
 * Makes the command that attaches. lxc-attach (6.0) is known to hang up once no process inside has the terminal open,
 * without waiting for the command. A command that closes its own standard streams just before it ends, as touch does,
 * may so be ended by SIGHUP and be reported as 129 although its work is done.
 */
export function attachCommand(target: ProgramTarget, inside: InsideCommand = {}): HostCommand {
  const variables = Object.entries(insideEnvironment).map(([key, value]) => `--set-var=${key}=${value}`);
  return {
    file: '/usr/bin/lxc-attach',
    arguments: [...targetArguments(target), '--clear-env', ...variables, '--', ...insideArguments(inside)],
    environment: outsideEnvironment,
  };
}
