// SPDX-License-Identifier: Apache-2.0
/** Reads the fuses of a packed executable back, and raises when one is not as the threat model wants it. */

import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { FuseState } from '@electron/fuses/dist/constants.js';

/** The fuses answer threat G3: the installed binary runs no code but its own. */
const wanted = {
  [FuseV1Options.RunAsNode]: FuseState.DISABLE,
  [FuseV1Options.EnableCookieEncryption]: FuseState.ENABLE,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
  [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
  [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: FuseState.DISABLE,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
} as const;

export async function checkFuses(executable: string): Promise<void> {
  const wire: Readonly<Record<number, FuseState | undefined>> = await getCurrentFuseWire(executable);
  const wrong = Object.entries(wanted).filter(([fuse, state]) => wire[Number(fuse)] !== state);
  if (wrong.length > 0)
    throw new Error(
      `cannot use ${executable}: these fuses are wrong: ${wrong.map(([fuse]) => FuseV1Options[Number(fuse)]).join(', ')}`,
    );
}
