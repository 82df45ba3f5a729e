// SPDX-License-Identifier: Apache-2.0
/** Says whether a program is installed on this machine. */

import { runTool } from '../electron/run-tool.ts';

export function hasProgram(name: string): Promise<boolean> {
  return runTool('sh', ['-c', 'command -v "$1"', 'sh', name]).then(
    () => true,
    () => false,
  );
}
