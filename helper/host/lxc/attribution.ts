/** Finds the container that a denial belongs to, by the categories or the own type of the process that was refused. */

import type { DenialEvent } from '../../../contract/model/denial.ts';
import type { SecurityContext } from '../../../contract/model/security-context.ts';
import { parseSecurityContext } from '../../../contract/model/parse-security-context.ts';
import { join } from 'node:path';
import { levelOf, pairOf } from '../selinux/category-pairs.ts';
import { domainType } from '../selinux/types.ts';
import { containerNames } from './all-configurations.ts';
import { valueOf } from './configuration-file.ts';
import { readConfiguration } from './read-container.ts';

/** Milliseconds for which what was read counts as fresh when a context is not found in it, and when it is: another container may have got the categories of one that is gone. */
const freshMs = { unknown: 1000, known: 5000 };

/** Containers that are gone keep the denials of their time, as long as nobody else got their context. */
export function createAttribution(lxcPath: string, now: () => number): (event: DenialEvent) => string | null {
  const names = new Map<string, string>();
  let readAt = Number.NEGATIVE_INFINITY;

  function refresh(): void {
    readAt = now();
    for (const name of containerNames(lxcPath)) {
      const context = valueOf(readConfiguration(join(lxcPath, name, 'config')) ?? [], 'lxc.selinux.context');
      const parsed = context === undefined ? undefined : parseSecurityContext(context);
      const key = parsed === undefined ? undefined : keyOf(parsed);
      if (key !== undefined) names.set(key, name);
    }
  }

  return ({ source }) => {
    const key = source === null ? undefined : keyOf(source);
    if (key === undefined) return null;
    if (now() - readAt > (names.has(key) ? freshMs.known : freshMs.unknown)) refresh();
    return names.get(key) ?? null;
  };
}

/** A pair of categories tells containers of a shared domain apart; a host domain has none, and is no container's. */
function keyOf({ user, role, type, level }: SecurityContext): string | undefined {
  const pair = pairOf(`${user}:${role}:${type}:${level}`);
  if (pair === undefined) return undefined;
  return type === domainType || type.endsWith('container_t') || type.startsWith('bulkhead_') ? `${type} ${levelOf(pair)}` : undefined;
}
