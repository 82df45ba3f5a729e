// SPDX-License-Identifier: Apache-2.0
/**
 * Gives what Incus mounts in the memory of an instance the categories of its processes. It is mounted before they have
 * theirs, so it has a type that all instances use, without categories; and a hook that labels it, as containers of LXC have one,
 * would run in the domain of Incus, which may label nothing.
 */

import { closeSync, constants, openSync } from 'node:fs';
import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { lowEndOf } from '../../../../contract/model/contexts/security-context.ts';
import { contextOf } from '../../../lxc/runtime.ts';
import { labelIfAny, setLabel } from '../../../selinux/labels/labels.ts';
import { instanceMemoryType as mountedType, memoryTypeOf } from '../../../selinux/types.ts';
import { hasCode } from '../../../system/errno.ts';
import { openBelow, resolve } from '../../../system/native/native.ts';

export interface LabelMemoryOptions {
  readonly contextOfProcess?: (pid: number) => string | undefined;
  readonly labelOf?: (fd: number) => string | undefined;
  readonly label?: (fd: number, context: string) => void;
}

/** The second is where Incus passes mounts to a container that runs. */
const folders = ['dev', 'dev/.incus-mounts'];
const flags = constants.O_RDONLY | constants.O_DIRECTORY;

/**
 * `context` is that of the processes. Only a folder that has the type of such a mount and no categories gets its label:
 * whatever else is there by now, the container has mounted itself. Does nothing once the init has ended.
 */
export function labelMemory(
  initPid: number,
  context: string,
  { contextOfProcess = contextOf, labelOf = labelIfAny, label = setLabel }: LabelMemoryOptions = {},
): void {
  const source = parseSecurityContext(context);
  if (source === undefined) return;
  const type = memoryTypeOf(source.type);
  const wanted = formatSecurityContext({ ...source, role: 'object_r', type, level: lowEndOf(source.level) });
  withFolder(
    () => openSync(`/proc/${initPid}/root`, flags),
    (root) => {
      // The number may be another process's by now, whose root is another one.
      if (contextOfProcess(initPid) !== context) return;
      for (const path of folders)
        withFolder(
          () => openFolder(root, path),
          (folder) => {
            const present = parseSecurityContext(labelOf(folder) ?? '');
            if (present?.type === mountedType && present.level === 's0') label(folder, wanted);
          },
        );
    },
  );
}

function openFolder(root: number, path: string): number {
  return openBelow(root, path, {
    flags: flags | constants.O_NOFOLLOW,
    resolve: resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks,
  });
}

/** What is not there, or is no folder, is left out. */
function withFolder(open: () => number, use: (folder: number) => void): void {
  let folder: number;
  try {
    folder = open();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH', 'ENOTDIR', 'ELOOP')) return;
    throw error;
  }
  try {
    use(folder);
  } finally {
    closeSync(folder);
  }
}
