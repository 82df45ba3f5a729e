// SPDX-License-Identifier: Apache-2.0
/**
 * The command line that joins the boot console of a container. Its monitor relays `/dev/console` to one client at a time,
 * and goes on with the log; nothing of it runs inside.
 */

import { type HostCommand, outsideEnvironment, type ProgramTarget, targetArguments } from './attach-command.ts';

export function bootConsoleCommand(target: ProgramTarget): HostCommand {
  return {
    file: '/usr/bin/lxc-console',
    // Terminal 0 is the console. lxc-console turns the escape prefix into a negative number, which no key has: every
    // key is the container's.
    arguments: [...targetArguments(target), '--tty=0', '--escape=-1'],
    environment: outsideEnvironment,
  };
}
