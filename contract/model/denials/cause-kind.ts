// SPDX-License-Identifier: Apache-2.0
/**
 * Puts each cause of denials into one of three groups, the same for the window and the command line, and counts the
 * causes that need action. A cause that is allowed by now is in none of them.
 */

import { concernsContainers } from '../host/host-work.ts';
import type { DenialGroup } from './denial.ts';
import type { Explanation } from './explanation.ts';
import { outcomeOfGroup } from './group-outcome.ts';
import { containerTypes, isOfAnotherContainer } from './other-container.ts';

/**
 * `action`: of a container, and something is to be changed or looked at; `isolation`: SELinux blocked what isolation
 * forbids; `host`: the host's own, and about no container; `settled`: allowed by now.
 */
export type CauseKind = 'action' | 'isolation' | 'host' | 'settled';

/** What is known of a cause beside its records. */
export interface KnownOfCause {
  /** What the loaded policy said, where it was asked. */
  readonly explanation?: Pick<Explanation, 'reason' | 'remedies'> | undefined;
  /** True when the cause was fixed, or is allowed by now, and nothing was denied for it since. */
  readonly isSettled?: boolean;
}

/** How far back the window looks at first, and `bulkheadctl denials` without `--since`. */
export const defaultDenialSeconds = 86_400;

type Judged = Pick<
  DenialGroup,
  'containers' | 'sourceType' | 'targetType' | 'reason' | 'sample' | 'permissive' | 'notBlocked'
>;

/** Takes a group of denials and what else is known of it, and gives its group. */
export function causeKindOf(group: Judged, { explanation, isSettled = false }: KnownOfCause = {}): CauseKind {
  if (isOfHost(group)) return 'host';
  if (isSettled) return 'settled';
  if (outcomeOfGroup(group) !== 'blocked') return 'action';
  return isIsolation(group, explanation) ? 'isolation' : 'action';
}

/** True for what the host's own processes were denied on objects of no container. A record may name no container. */
export function isOfHost(group: Pick<DenialGroup, 'containers' | 'sourceType' | 'targetType'>): boolean {
  return group.containers.length === 0 && !containerTypes.test(group.sourceType) && !concernsContainers(group);
}

function isIsolation(group: Judged, explanation: KnownOfCause['explanation']): boolean {
  if (explanation === undefined) return isOfAnotherContainer(group);
  const { reason, remedies } = explanation;
  return (
    reason.kind === 'other-categories' ||
    reason.kind === 'other-container' ||
    (remedies.length > 0 && remedies.every(({ kind }) => kind === 'leave'))
  );
}

/**
 * Gives a key that is the same for groups of denials that are one cause: one domain was denied several accesses to one
 * object. Only an inode or a port names an object for certain.
 */
export function causeKeyOf({ id, sourceType, targetType, containers, sample, ...group }: DenialGroup): string {
  const object = sample.inode ?? sample.port;
  if (object === null) return id;
  return [sourceType, targetType, group.class, object, ...containers.toSorted()].join(' ');
}

/** How many causes of these groups need action, on the whole and by container. */
export interface ActionCounts {
  readonly total: number;
  readonly byContainer: ReadonlyMap<string, number>;
}

/** Counts the causes that need action; `knownOf` gives what is known of a group beside its records. */
export function countActionCauses(
  groups: Iterable<DenialGroup>,
  knownOf?: (group: DenialGroup) => KnownOfCause,
): ActionCounts {
  const seen = new Set<string>();
  const byContainer = new Map<string, number>();
  for (const group of groups) {
    const key = causeKeyOf(group);
    if (seen.has(key) || causeKindOf(group, knownOf?.(group)) !== 'action') continue;
    seen.add(key);
    for (const name of group.containers) byContainer.set(name, (byContainer.get(name) ?? 0) + 1);
  }
  return { total: seen.size, byContainer };
}
