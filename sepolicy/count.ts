// SPDX-License-Identifier: Apache-2.0
/**
 * Counts what a domain may do: the distinct accesses (target type, class, permission) that the policy grants it, by what
 * they are about. A `getattr` counts like a `write`, so the number says how narrow a domain is, not how safe.
 */

import { type AccessColumns, accessColumns, type DomainCount } from '../contract/model/policy/domain-count.ts';
import type { SecurityContext } from '../contract/model/contexts/security-context.ts';
import { objectOf, processOf } from './ask/asked.ts';
import { isFulfilled } from './constraint.ts';
import { createAccessColumn } from './count/access-column.ts';
import { bitsIn, type ClassAccesses, grantedAccesses } from './count/granted-accesses.ts';
import { type LoadedPolicy, realType } from './loaded-policy.ts';

/** The domains that container policies of distributions give every container, to compare with. */
const stockDomains: readonly string[] = ['container_t', 'container_init_t', 'svirt_lxc_net_t', 'lxc_t'];

/** Undefined when the policy has no such type. Accesses of types in `without` are not counted. */
export function countAccesses(
  policy: LoadedPolicy,
  name: string,
  { without = new Set() }: { readonly without?: ReadonlySet<string> } = {},
): DomainCount | undefined {
  const domain = realType(policy, name);
  if (!policy.types.has(domain)) return undefined;
  const { classes, types } = grantedAccesses(policy, domain);
  const columnOf = createAccessColumn(policy, domain);
  const columns = Object.fromEntries(accessColumns.map((column) => [column, 0])) as AccessColumns;
  let acrossCategories = 0;
  for (const accesses of classes) {
    accesses.vectors.forEach((vector, place) => {
      const target = types[place];
      if (vector === 0 || target === undefined || without.has(target)) return;
      const column = columnOf(accesses.class, target);
      columns[column] += bitsIn(vector);
      if (column === 'otherContainers')
        acrossCategories += bitsIn(vector & ~deniedAcrossCategories(policy, domain, { target, accesses }));
    });
  }
  const total = accessColumns.reduce((sum, column) => sum + columns[column], 0);
  return { domain, total, columns, acrossCategories };
}

/**
 * The counts of these domains, null for one that the policy does not have. One domain alone is counted beside the stock
 * domains of containers, as far as the policy has them.
 */
export function countBeside(policy: LoadedPolicy, domains: readonly string[]): readonly (DomainCount | null)[] {
  const counts = domains.map((domain) => countAccesses(policy, domain) ?? null);
  return domains.length === 1 ? [...counts, ...countStock(policy, domains[0] ?? '')] : counts;
}

function countStock(policy: LoadedPolicy, except: string): readonly DomainCount[] {
  const names = new Set(stockDomains.map((name) => realType(policy, name)));
  names.delete(realType(policy, except));
  return [...names].flatMap((name) => countAccesses(policy, name) ?? []);
}

/** Two containers' levels that share no category. */
const levels = { source: 's0:c1,c2', target: 's0:c3,c4' } as const;

/** The permissions that constraints deny a container towards what another one with other categories has. */
function deniedAcrossCategories(
  policy: LoadedPolicy,
  domain: string,
  { target, accesses }: { readonly target: string; readonly accesses: ClassAccesses },
): number {
  const contexts: { readonly source: SecurityContext; readonly target: SecurityContext } = {
    source: { ...processOf(domain), level: levels.source },
    target: { ...objectOf(target, accesses.class), level: levels.target },
  };
  let denied = 0;
  for (const { permissions, expression } of policy.constraints.get(accesses.class) ?? []) {
    if (isFulfilled(policy, expression, contexts) !== false) continue;
    for (const permission of permissions) {
      const bit = accesses.permissions.indexOf(permission);
      if (bit !== -1) denied |= 1 << bit;
    }
  }
  return denied;
}
