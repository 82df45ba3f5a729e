// SPDX-License-Identifier: Apache-2.0
/** Says whether a process with this id exists, be it this user's or another's. */

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
