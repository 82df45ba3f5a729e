/**
 * Finds what a refused access was about among the volumes of the container, where it has another label than its volume. What somebody moves onto a volume keeps
 * the label that it had, so that the container is refused it. A record tells the path as the container sees it, or the last name alone: only a file whose
 * label is the one that the kernel told is taken for it.
 */

import { closeSync } from 'node:fs';
import { basename } from 'node:path';
import { isFailure } from '../../../contract/errors.ts';
import type { DenialEvent } from '../../../contract/model/denial.ts';
import { formatSecurityContext } from '../../../contract/model/format-security-context.ts';
import { parseSecurityContext } from '../../../contract/model/parse-security-context.ts';
import type { Volume } from '../../../contract/model/volume.ts';
import type { MisplacedFile } from '../../../sepolicy/reason.ts';
import { walkTree } from '../labels/walk-tree.ts';
import { ErrnoError } from '../native/errno-error.ts';
import { labelIfAny } from '../native/labels.ts';
import { isAttached, openOnVolume } from './open-on-volume.ts';
import { isWithin } from './volume-source.ts';
import type { VolumeSteps } from './volume-steps.ts';

/** Files that are looked at for one question; a record without a path is answered only for volumes that are not larger. */
const mostFiles = 20_000;
const fileClasses: ReadonlySet<string> = new Set(['file', 'dir', 'lnk_file', 'fifo_file', 'sock_file']);

export function createMisplaced(steps: Pick<VolumeSteps, 'volumesOf' | 'usersOf' | 'labelOf'>): (event: DenialEvent, signal: AbortSignal) => Promise<MisplacedFile | null> {
  return async ({ container, target, class: className, path, name }, signal) => {
    if (container === null || target === null || className === null || !fileClasses.has(className)) return null;
    const label = formatSecurityContext(target);
    for (const volume of steps.volumesOf(container) ?? []) {
      const expected = expectedOf(volume);
      if (expected === undefined || expected === label || !isAttached(volume.source)) continue;
      const found = (path === null ? undefined : byPath(volume, path, label)) ?? (name === null ? undefined : await byName(volume.source, name, { label, signal }));
      const context = parseSecurityContext(expected);
      if (found === undefined || context === undefined) continue;
      const users = steps.usersOf(volume.source).map((user) => user.name).filter((user) => user !== container);
      return { volume: volume.source, path: found, expected: context, users };
    }
    return null;
  };

  function expectedOf({ source }: Volume): string | undefined {
    try {
      return steps.labelOf(source);
    } catch (error) {
      // A label that the policy does not know, or a container without a context, is told where it is put right.
      if (isFailure(error)) return undefined;
      throw error;
    }
  }
}

/** Undefined when at this path of the container's there is no file of the volume with this label. */
function byPath({ source, target }: Volume, path: string, label: string): string | undefined {
  if (!isWithin(path, target)) return undefined;
  const onHost = `${source}${path.slice(target.length)}`;
  const file = openOnVolume(source, onHost);
  if (file === undefined) return undefined;
  try {
    return labelIfAny(file) === label ? onHost : undefined;
  } finally {
    closeSync(file);
  }
}

async function byName(source: string, name: string, { label, signal }: { readonly label: string; readonly signal: AbortSignal }): Promise<string | undefined> {
  let files = 0;
  try {
    for await (const found of walkTree(source, signal)) {
      files += 1;
      if (files > mostFiles) return undefined;
      if (found.kind === 'file' && basename(found.path) === name && labelIfAny(found.fd) === label) return found.path;
    }
  } catch (error) {
    if (!(error instanceof ErrnoError)) throw error;
  }
  return undefined;
}
