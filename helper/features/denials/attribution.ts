// SPDX-License-Identifier: Apache-2.0
/**
 * Finds the container that a denial belongs to: by the categories and the type of the process that was refused, or by
 * the cgroup that it lives in.
 */

import { join } from 'node:path';
import type { DenialEvent } from '../../../contract/model/denial.ts';
import { containerNameSchema } from '../../../contract/model/names.ts';
import { parseSecurityContext } from '../../../contract/model/parse-security-context.ts';
import type { SecurityContext } from '../../../contract/model/security-context.ts';
import { levelOf, pairOf } from '../../selinux/category-pairs.ts';
import { domainType } from '../../selinux/types.ts';
import { containerOfPolicyName } from '../../../sepolicy/own-domain/names.ts';
import { containerNames } from '../../lxc/all-configurations.ts';
import { readConfiguration, valueOf } from '../../lxc/configuration-file.ts';
import type { ContextMemory } from './context-memory.ts';
import { textOf } from '../../system/files/text-of.ts';

/**
 * Milliseconds for which what was read counts as fresh when a context is not found in it, and when it is: another
 * container may have got the categories of one that is gone.
 */
const freshMs = { unknown: 1000, known: 5000 };

export interface AttributionOptions {
  readonly lxcPath: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Keeps which container had which context, also when it is gone and the helper starts anew. */
  readonly memory?: ContextMemory;
  /** Where processes are seen. */
  readonly procPath?: string;
}

/** A number may be another process's soon after its own has ended. */
const cgroupIsTrueForMs = 5000;

/** Containers that are gone keep the denials of their time, as long as nobody else got their context. */
export function createAttribution({
  lxcPath,
  now,
  memory,
  procPath = '/proc',
}: AttributionOptions): (event: DenialEvent) => string | null {
  const names = new Map(memory?.load());
  let readAt = Number.NEGATIVE_INFINITY;

  function refresh(): void {
    readAt = now();
    for (const name of containerNames(lxcPath)) {
      const context = valueOf(readConfiguration(join(lxcPath, name, 'config')) ?? [], 'lxc.selinux.context');
      const parsed = context === undefined ? undefined : parseSecurityContext(context);
      const key = parsed === undefined ? undefined : keyOf(parsed);
      if (key === undefined || names.get(key) === name) continue;
      names.set(key, name);
      memory?.remember(key, name);
    }
  }

  function byContext({ source }: DenialEvent): string | undefined {
    // A domain that is one container's own says by itself whose it is, also when that is gone.
    const owner = source === null ? undefined : containerOfPolicyName(source.type);
    if (owner !== undefined) return owner;
    const key = source === null ? undefined : keyOf(source);
    if (key === undefined) return undefined;
    if (now() - readAt > (names.has(key) ? freshMs.known : freshMs.unknown)) refresh();
    return names.get(key);
  }

  /** LXC puts a container's processes below a cgroup with its name, which none of them can leave. */
  function byCgroup({ pid, time }: DenialEvent): string | undefined {
    if (pid === null || Math.abs(now() - time * 1000) > cgroupIsTrueForMs) return undefined;
    const [, name] =
      /^0::\/lxc\.payload\.([^/\n]+)/m.exec(textOf(join(procPath, String(pid), 'cgroup'), 'latin1') ?? '') ?? [];
    return name === undefined || !containerNameSchema.safeParse(name).success ? undefined : name;
  }

  return (event) => byContext(event) ?? byCgroup(event) ?? null;
}

/** A pair of categories tells containers of a shared domain apart; a host domain has none, and is no container's. */
function keyOf({ user, role, type, level }: SecurityContext): string | undefined {
  const pair = pairOf(`${user}:${role}:${type}:${level}`);
  if (pair === undefined) return undefined;
  return type === domainType || type.endsWith('container_t') || type.startsWith('bulkhead_')
    ? `${type} ${levelOf(pair)}`
    : undefined;
}
