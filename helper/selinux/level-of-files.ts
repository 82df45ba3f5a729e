// SPDX-License-Identifier: Apache-2.0
/**
 * Asks the kernel which level a new file in memory gets: that of the process, as with Debian's policy, or that of its
 * folder, as with Fedora's. A file system that a container has just mounted has no categories to pass on.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatSecurityContext } from '../../contract/model/contexts/format-security-context.ts';
import { parseSecurityContext } from '../../contract/model/contexts/parse-security-context.ts';
import { lowEndOf, type SecurityContext } from '../../contract/model/contexts/security-context.ts';
import { codeOf } from '../system/errno.ts';
import { askKernel } from './ask-kernel.ts';

const memory: SecurityContext = { user: 'system_u', role: 'object_r', type: 'tmpfs_t', level: 's0' };

/** False also where the kernel does not know the context: no container with it starts. */
export function hasFilesOfFolderLevel(
  process: SecurityContext,
  { root = '/sys/fs/selinux', ask = askKernel } = {},
): boolean {
  try {
    const number = readFileSync(join(root, 'class/dir/index'), 'utf8').trim();
    const answer = ask(
      join(root, 'create'),
      `${formatSecurityContext(process)} ${formatSecurityContext(memory)} ${number}`,
    );
    const given = parseSecurityContext(answer.replace(/[\0\n]+$/, ''));
    return given !== undefined && given.level !== lowEndOf(process.level);
  } catch (error) {
    if (codeOf(error) !== undefined) return false;
    throw error;
  }
}
