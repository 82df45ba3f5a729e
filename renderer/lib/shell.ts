// SPDX-License-Identifier: Apache-2.0
/** What the shell of the page can do. What it lacks is not shown, and nothing asks which shell it is. */

import { type Shell, type ShellCapability, shellCapabilities } from '../../contract/bridge.ts';

let capabilities: readonly ShellCapability[] = shellCapabilities;

/** Is called before the first screen. */
export function noteShell(shell: Pick<Shell, 'capabilities'>): void {
  ({ capabilities } = shell);
}

export function shellCan(capability: ShellCapability): boolean {
  return capabilities.includes(capability);
}
