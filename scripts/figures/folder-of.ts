// SPDX-License-Identifier: Apache-2.0

/** Gives the folder of a path in the checkout; `.` for a file at its root. */
export function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end < 0 ? '.' : path.slice(0, end);
}
