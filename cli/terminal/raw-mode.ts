// SPDX-License-Identifier: Apache-2.0
/**
 * Gives each key to the container as it is pressed, Ctrl-C included. The function that enters must call what it gets, on every
 * way out.
 */

import type { CommandEnvironment } from '../command-environment.ts';

/** Does nothing when stdin is no terminal. */
export function enterRawMode({ stdin, leaveOutputAsIs }: CommandEnvironment): () => void {
  if (stdin.isTTY !== true || stdin.setRawMode === undefined) return () => undefined;
  stdin.setRawMode(true);
  leaveOutputAsIs();
  return () => void stdin.setRawMode?.(false);
}
