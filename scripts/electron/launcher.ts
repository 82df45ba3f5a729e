// SPDX-License-Identifier: Apache-2.0
/** Writes the executable that starts Electron as the window's user. Nothing in it turns Chromium's sandbox off. */

import { writeFile } from 'node:fs/promises';
import type { WindowUser } from './window-user.ts';

export async function writeLauncher(path: string, executable: string, user: WindowUser): Promise<void> {
  await writeFile(path, launcherText(executable, user), { mode: 0o755 });
}

/**
 * Gives the text of a shell script; the supplementary groups are the user's own, since one of them may open the
 * helper's socket.
 */
export function launcherText(executable: string, user: WindowUser): string {
  const change = user.isOther
    ? `setpriv --reuid=${user.uid} --regid=${user.gid} --init-groups --inh-caps=-all -- `
    : '';
  return `#!/bin/sh\ncd "$HOME" || exit 1\nexec ${change}${quoted(executable)} "$@"\n`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
