// SPDX-License-Identifier: Apache-2.0
/** What one policy grants a domain and another does not, each target type by its own name: attributes are expanded. */

import type { Access } from '../../contract/model/policy/policy-module.ts';
import { createAccessColumn } from '../count/access-column.ts';
import { type ClassAccesses, type GrantedAccesses, grantedAccesses } from '../count/granted-accesses.ts';
import type { LoadedPolicy } from '../loaded-policy.ts';

export interface GrantedAccess extends Access {
  /** Says whether the target is a type that belongs to the domain alone. */
  readonly isOwn: boolean;
  /** The policy that does not grant it denies it without a record (dontaudit), so that learning cannot see its use. */
  readonly isQuiet: boolean;
}

export function grantedBeyond(these: LoadedPolicy, those: LoadedPolicy, domain: string): readonly GrantedAccess[] {
  const columnOf = createAccessColumn(these, domain);
  const granted = grantedAccesses(these, domain);
  const isKnown = accessIn(grantedAccesses(those, domain));
  const isQuiet = accessIn(grantedAccesses(those, domain, 'dontaudit'));
  return granted.classes.flatMap((accesses) =>
    granted.types.flatMap((target, place) => {
      const more = permissionsIn(accesses, place).filter((one) => !isKnown(accesses.class, target, one));
      return [true, false].flatMap((quiet) => {
        const permissions = more.filter((one) => isQuiet(accesses.class, target, one) === quiet);
        const isOwn = columnOf(accesses.class, target) === 'ownTypes';
        return permissions.length === 0 ? [] : [{ target, class: accesses.class, permissions, isOwn, isQuiet: quiet }];
      });
    }),
  );
}

function accessIn({
  classes,
  types,
}: GrantedAccesses): (className: string, type: string, permission: string) => boolean {
  const places = new Map(types.map((type, place) => [type, place]));
  const byClass = new Map(classes.map((accesses) => [accesses.class, accesses]));
  return (className, type, permission) => {
    const accesses = byClass.get(className);
    const place = places.get(type);
    if (accesses === undefined || place === undefined) return false;
    return permissionsIn(accesses, place).includes(permission);
  };
}

function permissionsIn({ permissions, vectors }: ClassAccesses, place: number): string[] {
  const vector = vectors[place] ?? 0;
  return vector === 0 ? [] : permissions.filter((_, bit) => ((vector >>> bit) & 1) === 1);
}
