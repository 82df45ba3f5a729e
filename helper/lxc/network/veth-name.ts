// SPDX-License-Identifier: Apache-2.0
/** The name of the host's end of a container's veth pair: always the same for the same container. */

import { createHash } from 'node:crypto';

/** Fifteen characters, the most that the kernel takes; a container's own name may be longer. */
export function vethNameOf(container: string): string {
  return `bh${createHash('sha256').update(container).digest('hex').slice(0, 13)}`;
}
