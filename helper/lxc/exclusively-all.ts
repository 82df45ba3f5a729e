// SPDX-License-Identifier: Apache-2.0
/** Locks several containers at once. */

import type { Words } from '../../contract/text.ts';
import type { Claims } from './claims.ts';

/**
 * All callers use one order, so that two never wait for each other. A locked container is not waited for: the work is
 * denied.
 */
export function exclusivelyAll<T>(
  containers: Pick<Claims, 'exclusively'>,
  { names, reason }: { readonly names: readonly string[]; readonly reason: Words },
  work: () => Promise<T>,
): Promise<T> {
  const [first, ...rest] = [...names].sort();
  return first === undefined
    ? work()
    : containers.exclusively(first, { reason }, () => exclusivelyAll(containers, { names: rest, reason }, work));
}
