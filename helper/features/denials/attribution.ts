// SPDX-License-Identifier: Apache-2.0
/**
 * Finds the container that a denial belongs to: by the categories and the type of the denied process, or by its cgroup.
 */

import { join } from 'node:path';
import type { DenialEvent } from '../../../contract/model/denials/denial.ts';
import { containerNameSchema } from '../../../contract/model/names.ts';
import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import type { SecurityContext } from '../../../contract/model/contexts/security-context.ts';
import { levelOf, pairOf } from '../../selinux/category-pairs.ts';
import { ownerOfPolicyName, plainNumberOf } from '../../../sepolicy/own-domain/names.ts';
import type { ContextMemory } from './context-memory.ts';
import { textOf } from '../../system/files/text-of.ts';

/**
 * Milliseconds for which the cached contexts count as fresh, for a context that is not among them and for one that is.
 * Another container may have got the categories of a removed one.
 */
const freshMs = { unknown: 1000, known: 5000 };

export interface AttributionOptions {
  /** Contexts that the containers of all engines are configured with, by name. */
  readonly contexts: () => ReadonlyMap<string, string>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Keeps which container had which context, also after its removal and a restart of the helper. */
  readonly memory?: ContextMemory;
  /** Processes are seen there. */
  readonly procPath?: string;
}

/** A process number may belong to another process soon after its own has ended. */
const cgroupIsTrueForMs = 5000;

/** Removed containers keep the denials of their time, as long as no other container got their context. */
export function createAttribution({
  contexts,
  now,
  memory,
  procPath = '/proc',
}: AttributionOptions): (event: DenialEvent) => string | null {
  const names = new Map(memory?.load());
  let readAt = Number.NEGATIVE_INFINITY;

  function refresh(): void {
    readAt = now();
    for (const [name, context] of contexts()) {
      const parsed = parseSecurityContext(context);
      const key = parsed === undefined ? undefined : keyOf(parsed);
      if (key === undefined || names.get(key) === name) continue;
      names.set(key, name);
      memory?.remember(key, name);
    }
  }

  function byContext({ source }: DenialEvent): string | undefined {
    // A domain with a container's name identifies it, also after its removal; a plain domain is given to others then.
    const owner = source === null ? undefined : ownerOfPolicyName(source.type);
    if (owner !== undefined && plainNumberOf(owner) === undefined) return owner;
    const key = source === null ? undefined : keyOf(source);
    if (key === undefined) return undefined;
    if (now() - readAt > (names.has(key) ? freshMs.known : freshMs.unknown)) refresh();
    return names.get(key);
  }

  /** LXC places a container's processes below a cgroup with its name, which none of them can leave. */
  function byCgroup({ pid, time }: DenialEvent): string | undefined {
    if (pid === null || Math.abs(now() - time * 1000) > cgroupIsTrueForMs) return undefined;
    const [, name] =
      /^0::\/lxc\.payload\.([^/\n]+)/m.exec(textOf(join(procPath, String(pid), 'cgroup'), 'latin1') ?? '') ?? [];
    return name === undefined || !containerNameSchema().safeParse(name).success ? undefined : name;
  }

  return (event) => byContext(event) ?? byCgroup(event) ?? null;
}

/**
 * A pair of categories identifies a container of a shared domain. A host domain has none, and belongs to no container.
 */
function keyOf({ user, role, type, level }: SecurityContext): string | undefined {
  const pair = pairOf(`${user}:${role}:${type}:${level}`);
  if (pair === undefined) return undefined;
  return type.endsWith('container_t') || type.startsWith('bulkhead_') ? `${type} ${levelOf(pair)}` : undefined;
}
