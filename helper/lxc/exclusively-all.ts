// SPDX-License-Identifier: Apache-2.0
/** Keeps all others away from several containers at once. */

import type { Claims } from './claims.ts';

/**
 * In one order for everybody, so that two never wait for one another; a container that is busy is refused and not
 * waited for.
 */
export function exclusivelyAll<T>(
  containers: Pick<Claims, 'exclusively'>,
  names: readonly string[],
  reason: string,
  work: () => Promise<T>,
): Promise<T> {
  const [first, ...rest] = [...names].sort();
  return first === undefined
    ? work()
    : containers.exclusively(first, { reason }, () => exclusivelyAll(containers, rest, reason, work));
}
