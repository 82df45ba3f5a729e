// SPDX-License-Identifier: Apache-2.0
/** Whether a process with this id exists, also when another user owns it. */

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
