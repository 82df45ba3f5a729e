// SPDX-License-Identifier: Apache-2.0
/**
 * Gives the /dev of an instance the categories of its processes. Incus mounts it before they have theirs, so it has the
 * type of containers without categories, and a hook that labels it, as containers of LXC have one, would run in the
 * domain of Incus, which may label nothing.
 */

import { closeSync, constants, openSync } from 'node:fs';
import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { lowEndOf } from '../../../../contract/model/contexts/security-context.ts';
import { contextOf } from '../../../lxc/runtime.ts';
import { labelIfAny, setLabel } from '../../../selinux/labels/labels.ts';
import { memoryTypeOf } from '../../../selinux/types.ts';
import { hasCode } from '../../../system/errno.ts';
import { openBelow, resolve } from '../../../system/native/native.ts';

export interface LabelDevOptions {
  readonly contextOfProcess?: (pid: number) => string | undefined;
  readonly labelOf?: (fd: number) => string | undefined;
  readonly label?: (fd: number, context: string) => void;
}

const folder = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/**
 * `context` is that of the processes. Only a folder that has the type of the container's memory and no categories gets
 * its label: whatever else is there by now, the container has mounted itself. Does nothing once the init has ended.
 */
export function labelDev(
  initPid: number,
  context: string,
  { contextOfProcess = contextOf, labelOf = labelIfAny, label = setLabel }: LabelDevOptions = {},
): void {
  const source = parseSecurityContext(context);
  if (source === undefined) return;
  const type = memoryTypeOf(source.type);
  try {
    const root = openSync(`/proc/${initPid}/root`, folder & ~constants.O_NOFOLLOW);
    try {
      // The number may be another process's by now, whose root is another one.
      if (contextOfProcess(initPid) !== context) return;
      const dev = openBelow(root, 'dev', {
        flags: folder,
        resolve: resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks,
      });
      try {
        const present = parseSecurityContext(labelOf(dev) ?? '');
        if (present?.type !== type || present.level !== 's0') return;
        label(dev, formatSecurityContext({ ...source, role: 'object_r', type, level: lowEndOf(source.level) }));
      } finally {
        closeSync(dev);
      }
    } finally {
      closeSync(root);
    }
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ESRCH', 'ENOTDIR', 'ELOOP')) throw error;
  }
}
