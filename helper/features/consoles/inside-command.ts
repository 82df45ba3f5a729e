// SPDX-License-Identifier: Apache-2.0
/**
 * The argument array that runs inside a container: a command or a login shell, as a user and in a folder. What a caller
 * chose is an argument of a fixed script, never a part of it. User, folder and programs are looked up inside, where a
 * container can mislead only itself.
 */

import type { InsideCommand } from './ports.ts';

/** What a shell gives for a command that it cannot run. */
const cannotRun = 126;

const becomeUser =
  `user=$1; shift; group=$(id -g -- "$user") || exit ${cannotRun}; ` +
  'exec setpriv --reuid="$user" --regid="$group" --init-groups --reset-env -- env LANG=C.UTF-8 "$@"';

const enterFolder = `cd -- "$1" || exit ${cannotRun}; shift; `;
const enterHome = 'cd "$HOME" 2>/dev/null; ';
/** Whatever shell the account has: that of a service is mostly `nologin`. */
const openShell = 'if [ -x /bin/bash ]; then exec /bin/bash -l; fi; exec /bin/sh -l';

export function insideArguments({ command, user, folder }: InsideCommand): readonly string[] {
  const inFolder = folder === undefined ? commandOrShell(command) : commandInFolder(command, folder);
  return user === undefined ? inFolder : script(becomeUser, user, ...inFolder);
}

function commandOrShell(command: InsideCommand['command']): readonly string[] {
  return command ?? script(enterHome + openShell);
}

function commandInFolder(command: InsideCommand['command'], folder: string): readonly string[] {
  return command === undefined
    ? script(enterFolder + openShell, folder)
    : script(`${enterFolder}exec "$@"`, folder, ...command);
}

function script(text: string, ...parameters: readonly string[]): readonly string[] {
  return ['/bin/sh', '-c', text, ...(parameters.length === 0 ? [] : ['sh', ...parameters])];
}
