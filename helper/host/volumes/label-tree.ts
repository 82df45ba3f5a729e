/** Gives all files of a volume a label, or their old ones back. The folder itself comes last, so that its label says that all others have theirs. */

import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import type { VolumeItem } from '../../../contract/operations/volume.ts';
import { type Found, walkTree } from '../labels/walk-tree.ts';
import { removeAttribute } from '../native/attributes.ts';
import { ErrnoError } from '../native/errno-error.ts';
import { giveBackLabel, giveLabel, oldLabelOf } from './kept-label.ts';
import type { Inspection } from './inspect-folder.ts';

export interface TreeWork {
  readonly source: string;
  /** The folder itself, open. */
  readonly folder: number;
  readonly inspection: Inspection;
  readonly tell: (item: VolumeItem) => void;
}

const filesPerProgress = 500;
const anyMode = 0o1777;

export async function labelTree({ source, folder, inspection, tell }: TreeWork, label: string, signal: AbortSignal): Promise<void> {
  for await (const { path, fd, status } of filesBelow({ source, folder, inspection, tell }, signal)) {
    // Who may write to both places may have linked what is not his: its label is not ours to change.
    if (!status.isDirectory() && inspection.namedElsewhere.has(status.ino)) tell({ type: 'skipped', path, because: `it has ${status.nlink} names, and not all of them lie in this folder` });
    else if (!isLabelled(fd, label)) tell({ type: 'skipped', path, because: 'its label cannot be changed: it is immutable, or on a file system that is read only' });
  }
  giveLabel(folder, label);
}

function isLabelled(file: number, label: string): boolean {
  try {
    giveLabel(file, label);
    return true;
  } catch (error) {
    if (error instanceof ErrnoError && (error.code === 'EPERM' || error.code === 'EROFS')) return false;
    throw error;
  }
}

/** Also takes away what a container's root could leave for the host: set-id programs, and capabilities of programs. */
export async function giveBackTree(work: TreeWork, signal: AbortSignal): Promise<void> {
  const folders = new Map<string, string | undefined>([[work.source, oldLabelOf(work.folder)]]);
  for await (const { path, fd, status } of filesBelow(work, signal)) {
    const label = giveBackLabel(fd, folders.get(dirname(path)));
    if (status.isDirectory()) folders.set(path, label);
    if (!status.isFile()) continue;
    if ((status.mode & ~anyMode & 0o7777) !== 0) chmodSync(`/proc/self/fd/${fd}`, status.mode & anyMode);
    removeAttribute(fd, 'security.capability');
  }
  giveBackLabel(work.folder, undefined);
}

async function* filesBelow({ source, inspection: { files: total }, tell }: TreeWork, signal: AbortSignal): AsyncGenerator<Extract<Found, { kind: 'file' }>, void, undefined> {
  let files = 0;
  for await (const found of walkTree(source, signal)) {
    files += 1;
    if (files % filesPerProgress === 0) tell({ type: 'progress', files, total: Math.max(files, total) });
    if (found.kind === 'skipped') tell({ type: 'skipped', path: found.path, because: found.because });
    else if (found.path !== source) yield found;
  }
  tell({ type: 'progress', files, total: files });
}
