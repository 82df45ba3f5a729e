// SPDX-License-Identifier: Apache-2.0
/** Parses the text of a mountinfo (proc_pid_mountinfo(5)). */

export interface MountEntry {
  /** No other mount of the host has it. */
  readonly id: number;
  /** The mount on which it lies. */
  readonly parent: number;
  /** The folder or file of its file system that it shows. */
  readonly root: string;
  readonly point: string;
  readonly type: string;
  /** The options of the file system itself. */
  readonly options: string;
}

/** Gives the mounts in the order of the text; a later one on the same point is the one that is seen. */
export function mountsOf(mountinfo: string): readonly MountEntry[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [left = '', right = ''] = line.split(' - ');
    const [id, parent, , root, point] = left.split(' ');
    const [type = '', , ...options] = right.split(' ');
    if (root === undefined || point === undefined) return [];
    return [
      {
        id: Number(id),
        parent: Number(parent),
        root: unescaped(root),
        point: unescaped(point),
        type,
        options: options.join(' '),
      },
    ];
  });
}

/** The kernel writes space, tab, newline and backslash as octal numbers. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
