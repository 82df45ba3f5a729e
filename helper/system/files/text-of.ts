// SPDX-License-Identifier: Apache-2.0
/** The text of a small file, most of all of the kernel's. */

import { readFileSync } from 'node:fs';

/** Undefined when it cannot be read: it is gone, or its process is. */
export function textOf(path: string, encoding: BufferEncoding = 'utf8'): string | undefined {
  try {
    return readFileSync(path, encoding);
  } catch {
    return undefined;
  }
}
