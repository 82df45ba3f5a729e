// SPDX-License-Identifier: Apache-2.0
/** What one policy grants a domain and another does not, each target type by its own name: attributes are expanded. */

import type { Access } from '../../contract/model/policy-module.ts';
import { createAccessColumn } from '../count/access-column.ts';
import { bitsIn, type ClassAccesses, grantedAccesses } from '../count/granted-accesses.ts';
import type { LoadedPolicy } from '../loaded-policy.ts';

export interface GrantedAccess extends Access {
  /** On a type that belongs to the domain alone. */
  readonly isOwn: boolean;
}

export function grantedBeyond(these: LoadedPolicy, those: LoadedPolicy, domain: string): readonly GrantedAccess[] {
  const columnOf = createAccessColumn(these, domain);
  const granted = grantedAccesses(these, domain);
  const other = grantedAccesses(those, domain);
  return granted.classes.flatMap((accesses) => {
    const known = permissionsByType(
      other.classes.find((one) => one.class === accesses.class),
      other.types,
    );
    return granted.types.flatMap((target, place) => {
      const permissions = permissionsIn(accesses, place).filter((permission) => !known(target).has(permission));
      return permissions.length === 0
        ? []
        : [{ target, class: accesses.class, permissions, isOwn: columnOf(accesses.class, target) === 'ownTypes' }];
    });
  });
}

function permissionsByType(
  accesses: ClassAccesses | undefined,
  types: readonly string[],
): (type: string) => ReadonlySet<string> {
  const places = new Map(types.map((type, place) => [type, place]));
  return (type) => {
    const place = places.get(type);
    return new Set(accesses === undefined || place === undefined ? [] : permissionsIn(accesses, place));
  };
}

function permissionsIn({ permissions, vectors }: ClassAccesses, place: number): string[] {
  const vector = vectors[place] ?? 0;
  return bitsIn(vector) === 0 ? [] : permissions.filter((_, bit) => ((vector >>> bit) & 1) === 1);
}
