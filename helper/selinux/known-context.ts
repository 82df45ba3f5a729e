// SPDX-License-Identifier: Apache-2.0
/** Asks the kernel whether the loaded policy knows a context. */

import { writeFileSync } from 'node:fs';

/** The kernel accepts a valid context and rejects any other with EINVAL. */
export function isContextKnown(context: string, root = '/sys/fs/selinux'): boolean {
  try {
    writeFileSync(`${root}/context`, context);
    return true;
  } catch {
    return false;
  }
}
