// SPDX-License-Identifier: Apache-2.0
/** The environment of the window's process. */

import type { WindowUser } from './window-user.ts';

/**
 * What another user's session may pass on: its language and terminal, nothing that points into its home or names its
 * sockets.
 */
const passedOn = /^(PATH|LANG|LANGUAGE|LC_.*|TERM|TZ)$/;

export type Environment = Readonly<Record<string, string>>;

export function environmentFor(user: WindowUser, home: string, ours: NodeJS.ProcessEnv): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(ours)) {
    if (value !== undefined && (!user.isOther || passedOn.test(name))) environment[name] = value;
  }
  // An Electron with this variable runs as Node and opens no window.
  delete environment['ELECTRON_RUN_AS_NODE'];
  return user.isOther || home !== user.home ? { ...environment, ...ownHome(user, home) } : environment;
}

function ownHome(user: WindowUser, home: string): Environment {
  return {
    HOME: home,
    USER: user.name,
    LOGNAME: user.name,
    XDG_CONFIG_HOME: `${home}/.config`,
    XDG_CACHE_HOME: `${home}/.cache`,
  };
}
