// SPDX-License-Identifier: Apache-2.0
/** Reads whether the kernel enforces SELinux right now. */

import { readFileSync } from 'node:fs';

/** Undefined when the kernel has no SELinux, or it is off. */
export function readEnforcement(root = '/sys/fs/selinux'): { readonly isEnforcing: boolean } | undefined {
  try {
    return { isEnforcing: readFileSync(`${root}/enforce`, 'utf8').trim() === '1' };
  } catch {
    return undefined;
  }
}
