// SPDX-License-Identifier: Apache-2.0
/** Sets of accesses: a target type, a class and its permissions. */

import type { Access } from '../../contract/model/policy/policy-module.ts';

/** Gives whether one of these accesses has this permission. */
export function hasAccess(
  accesses: readonly Access[],
): (target: string, className: string, permission: string) => boolean {
  const known = new Set(
    accesses.flatMap(({ target, class: className, permissions }) =>
      permissions.map((permission) => `${target} ${className} ${permission}`),
    ),
  );
  return (target, className, permission) => known.has(`${target} ${className} ${permission}`);
}

/** Gives the accesses that the other list does not have. */
export function accessesWithout<T extends Access>(accesses: readonly T[], others: readonly Access[]): readonly T[] {
  const isOther = hasAccess(others);
  return accesses.flatMap((access) => {
    const permissions = access.permissions.filter((permission) => !isOther(access.target, access.class, permission));
    return permissions.length === 0 ? [] : [{ ...access, permissions }];
  });
}

export function countOfAccesses(accesses: readonly Access[]): number {
  return accesses.reduce((sum, { permissions }) => sum + permissions.length, 0);
}
