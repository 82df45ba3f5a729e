// SPDX-License-Identifier: Apache-2.0
/**
 * The hook that labels a container's /dev. LXC runs it by a shell once the tmpfs on /dev is mounted; nothing in it comes
 * from outside.
 */

import { formatSecurityContext } from '../../../contract/model/contexts/format-security-context.ts';
import type { SecurityContext } from '../../../contract/model/contexts/security-context.ts';
import { lowEndOf } from '../../../contract/model/contexts/security-context.ts';
import { memoryTypeOf } from '../../selinux/types.ts';

export const devLabelKey = 'lxc.hook.autodev';

/** `context` is that of the container's processes. */
export function devLabelHook(context: SecurityContext): string {
  const label = { ...context, role: 'object_r', type: memoryTypeOf(context.type), level: lowEndOf(context.level) };
  return `/usr/bin/chcon ${formatSecurityContext(label)} $LXC_ROOTFS_MOUNT/dev`;
}
