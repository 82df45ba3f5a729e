// SPDX-License-Identifier: Apache-2.0
/** Reads the SELinux label of a folder of the host. */

import { closeSync, constants, openSync } from 'node:fs';
import { labelIfAny } from '../../selinux/labels/labels.ts';

/** Undefined where the file system keeps none. The path is the helper's own. */
export function labelOfPath(path: string): string | undefined {
  const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    return labelIfAny(fd);
  } finally {
    closeSync(fd);
  }
}
