// SPDX-License-Identifier: Apache-2.0
/**
 * Finds the path of the object that was refused among the PATH records of its event: by the inode, which is the surest
 * link, or by the name. When several could be meant, none is given.
 */

import type { Denial } from '../denial.ts';
import { integerOf, textOf } from '../records/field.ts';
import type { RecordBody } from '../records/record.ts';

export interface PathRecords {
  readonly paths: readonly RecordBody[];
  /** Undefined when there is none, or relative paths do not count from it. */
  readonly workingDirectory: RecordBody | undefined;
}

export function objectPath({ event }: Denial, { paths, workingDirectory }: PathRecords): string | null {
  const { inode } = event;
  if (event.class === null || !namedClasses.has(event.class)) return null;
  const items = paths
    .map(pathItem)
    .filter((item) => item.name !== null && (inode === null || item.inode === null || item.inode === inode));
  const sameInode = items.filter((item) => inode !== null && item.inode === inode);
  const sameName = items.filter((item) => event.name !== null && lastSegment(item.name ?? '') === event.name);
  const targets = items.filter((item) => !item.isParent);
  const found = only(sameInode) ?? only(sameName) ?? only(targets);
  return found === undefined ? null : absolute(found.name ?? '', workingDirectory);
}

/**
 * Objects that have a path. For others, as when `execve` may not hand a signal mask on, PATH records are about
 * something else than what was refused.
 */
const namedClasses: ReadonlySet<string> = new Set([
  'file',
  'dir',
  'lnk_file',
  'chr_file',
  'blk_file',
  'sock_file',
  'fifo_file',
  'filesystem',
  'service',
]);

interface PathItem {
  readonly name: string | null;
  readonly inode: number | null;
  readonly isParent: boolean;
}

function pathItem(body: RecordBody): PathItem {
  return {
    name: textOf(body, ' name='),
    inode: integerOf(body.text, ' inode='),
    isParent: body.text.includes(' nametype=PARENT'),
  };
}

function only(items: readonly PathItem[]): PathItem | undefined {
  const [first] = items;
  return items.every((item) => item.name === first?.name) ? first : undefined;
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Joined as it stands: `..` may lead through a symbolic link, so it is not folded. */
function absolute(name: string, workingDirectory: RecordBody | undefined): string {
  const directory = workingDirectory === undefined || name.startsWith('/') ? null : textOf(workingDirectory, ' cwd=');
  if (directory === null) return name;
  return directory.endsWith('/') ? `${directory}${name}` : `${directory}/${name}`;
}
