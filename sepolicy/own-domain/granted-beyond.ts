// SPDX-License-Identifier: Apache-2.0
/** What one policy grants a domain and another does not, each target type by its own name: attributes are expanded. */

import type { Access } from '../../contract/model/policy/policy-module.ts';
import { createAccessColumn } from '../count/access-column.ts';
import { type ClassAccesses, type GrantedAccesses, grantedAccesses } from '../count/granted-accesses.ts';
import type { LoadedPolicy } from '../loaded-policy.ts';

export interface GrantedAccess extends Access {
  /** Says whether the target is a type that belongs to the domain alone. */
  readonly isOwn: boolean;
  /**
   * Learning cannot see its use: the policy that does not grant it denies it without a record (dontaudit), or a boolean
   * of the host grants it meanwhile.
   */
  readonly isQuiet: boolean;
}

/** What a boolean of the host grants under both policies counts where the first grants it also without the boolean. */
export function grantedBeyond(these: LoadedPolicy, those: LoadedPolicy, domain: string): readonly GrantedAccess[] {
  const columnOf = createAccessColumn(these, domain);
  const granted = grantedAccesses(these, domain);
  const isAlwaysGranted = accessIn(grantedAccesses(withoutConditions(these), domain));
  const isAlwaysKnown = accessIn(grantedAccesses(withoutConditions(those), domain));
  const isKnown = accessIn(grantedAccesses(those, domain));
  const isHidden = accessIn(grantedAccesses(those, domain, 'dontaudit'));
  return granted.classes.flatMap((accesses) =>
    granted.types.flatMap((target, place) => {
      const isMore = (one: string): boolean =>
        !isKnown(accesses.class, target, one) ||
        (isAlwaysGranted(accesses.class, target, one) && !isAlwaysKnown(accesses.class, target, one));
      const isQuiet = (one: string): boolean =>
        isHidden(accesses.class, target, one) || isKnown(accesses.class, target, one);
      const more = permissionsIn(accesses, place).filter(isMore);
      return [true, false].flatMap((quiet) => {
        const permissions = more.filter((one) => isQuiet(one) === quiet);
        const isOwn = columnOf(accesses.class, target) === 'ownTypes';
        return permissions.length === 0 ? [] : [{ target, class: accesses.class, permissions, isOwn, isQuiet: quiet }];
      });
    }),
  );
}

/** The policy without the rules that hold by booleans. */
function withoutConditions(policy: LoadedPolicy): LoadedPolicy {
  const rules = [...policy.rules].map(
    ([className, some]) => [className, some.filter(({ condition }) => condition === undefined)] as const,
  );
  return { ...policy, rules: new Map(rules) };
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
